import { createServer, type RequestListener, type Server } from 'node:http';

export class PortInUseError extends Error {
  readonly port: number;

  constructor(port: number) {
    super(`Port ${port} is already in use.`);
    this.port = port;
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

/**
 * Serves on both loopback addresses, so that `localhost` and `127.0.0.1` are answered whatever `localhost` means here,
 * and nobody else on the network is. Throws a {@link PortInUseError}. Returns how to stop.
 */
export async function serveLoopback(port: number, handler: RequestListener): Promise<() => void> {
  const servers: Server[] = [];
  const stop = () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer(handler);
    try {
      await listen(server, host, port);
      servers.push(server);
    } catch (error) {
      const code = codeOf(error);
      // A machine without IPv6 has no ::1.
      if (host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) continue;
      stop();
      throw code === 'EADDRINUSE' ? new PortInUseError(port) : error;
    }
  }
  return stop;
}
