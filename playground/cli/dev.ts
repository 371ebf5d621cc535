import { watch } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dev } from 'astro';
import sirv from 'sirv';
import { buildPrograms } from './build.ts';
import { intendedBuild } from './build-record.ts';
import { PortInUseError, serveLoopback } from './loopback-server.ts';
import { loopbackOrigins, runtimeHeaders, siteHeaders } from './response-headers.ts';
import { runServeCommand } from './serve-command.ts';
import { serveRuntime } from './serve-static.ts';

/** Rebuilds what runs on the machine after each change of its sources, then calls `rebuilt`. Returns how to stop. */
function rebuildOnChange(rebuilt: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const rebuild = async () => {
    try {
      await buildPrograms();
      rebuilt();
    } catch (error) {
      // esbuild has printed what is wrong, with file and line; the next change tries again.
      console.error(`Not rebuilt: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  };
  const watchers = ['playground', 'content'].map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => {
      if (!name?.endsWith('.ts')) return;
      clearTimeout(timer);
      timer = setTimeout(rebuild, 100);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** Astro listens on one address: this passes the other's connections on, HMR's WebSocket included. Returns how to stop. */
function forwardIpv6(port: number): () => void {
  const server = createServer((socket) => {
    const target = connect(port, '127.0.0.1');
    socket.pipe(target).pipe(socket);
    socket.on('error', () => target.destroy());
    target.on('error', () => socket.destroy());
  });
  // Without IPv6 there is no ::1 to answer on.
  server.on('error', () => {});
  server.listen(port, '::1');
  return () => server.close();
}

await runServeCommand('npm run dev', async ({ sitePort, runtimePort }) => {
  const origins = loopbackOrigins(sitePort, runtimePort, intendedBuild(process.env).runtimeOrigin);
  const { isolated } = intendedBuild(process.env);
  process.env.PUBLIC_RUNTIME_ORIGIN = origins.host;

  await buildPrograms();
  const runtime = serveRuntime('dist/runtime', runtimeHeaders(origins, isolated), true);
  const stopRuntime = await serveLoopback(runtimePort, runtime);

  let reload = () => {};
  const site = await dev({
    logLevel: 'warn',
    server: { host: '127.0.0.1', port: sitePort, headers: { ...siteHeaders(origins, isolated) } },
    vite: {
      plugins: [
        {
          name: 'lab-programs',
          configureServer(server) {
            reload = () => server.ws.send({ type: 'full-reload' });
            server.middlewares.use('/lab', sirv('dist/site/lab', { dev: true }));
          },
        },
      ],
    },
  });
  if (site.address.port !== sitePort) {
    await site.stop();
    throw new PortInUseError(sitePort);
  }
  const stopForwarding = forwardIpv6(sitePort);
  const stopWatching = rebuildOnChange(() => reload());

  console.log(`Site     ${origins.sites[0]}  (reloads on changes)`);
  console.log(`Runtime  ${origins.runtime}  (runs the learner’s code; nothing to open here)`);
  return async () => {
    stopWatching();
    stopForwarding();
    stopRuntime();
    await site.stop();
  };
});
