import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runtimeHeaders, siteHeaders } from '../../playground/cli/response-headers.ts';
import { serveRuntime, serveSite } from '../../playground/cli/serve-static.ts';

export interface ServedCourse {
  readonly site: string;
  readonly runtime: string;
  close(): void;
  /** Stops answering at the runtime's origin, as a server that is down. */
  stopRuntime(): void;
  startRuntime(): Promise<void>;
}

/** Serves the production build as `npm start` does, on free ports. */
export async function serveCourse(): Promise<ServedCourse> {
  const siteServer = createServer();
  let runtimeServer = createServer();
  const site = `http://localhost:${await listen(siteServer, 0)}`;
  const runtimePort = await listen(runtimeServer, 0);
  const runtime = `http://127.0.0.1:${runtimePort}`;
  const origins = { sites: [site], runtime, host: runtime };
  const answer = serveRuntime('dist/runtime', runtimeHeaders(origins, false));
  siteServer.on('request', serveSite('dist/site', siteHeaders(origins, false), runtime));
  runtimeServer.on('request', answer);
  return {
    site,
    runtime,
    close() {
      stop(siteServer);
      stop(runtimeServer);
    },
    stopRuntime: () => stop(runtimeServer),
    async startRuntime() {
      runtimeServer = createServer(answer);
      await listen(runtimeServer, runtimePort);
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return (server.address() as AddressInfo).port;
}

function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}
