import { type BuildRecord, currentBuild, intendedBuild, recordBuild } from './build-record.ts';
import { serveLoopback } from './loopback-server.ts';
import { loopbackOrigins, runtimeHeaders, siteHeaders } from './response-headers.ts';
import { runServeCommand } from './serve-command.ts';
import { serveRuntime, serveSite } from './serve-static.ts';

async function ensureBuild(): Promise<BuildRecord> {
  const current = await currentBuild();
  if (current) return current;
  console.log('Building…');
  // Loaded only here: a current build can be served without any of the builder's tools.
  const { build } = await import('./build.ts');
  await build();
  await recordBuild();
  return intendedBuild(process.env);
}

await runServeCommand('npm start', async ({ sitePort, runtimePort }) => {
  const { runtimeOrigin, isolated } = await ensureBuild();
  const origins = loopbackOrigins(sitePort, runtimePort, runtimeOrigin);
  const stopSite = await serveLoopback(
    sitePort,
    serveSite('dist/site', siteHeaders(origins, isolated), origins.runtime),
  );
  const stopRuntime = await serveLoopback(runtimePort, serveRuntime('dist/runtime', runtimeHeaders(origins, isolated)));
  console.log(`Site     ${origins.sites[0]}`);
  console.log(`Runtime  ${origins.runtime}  (runs the learner’s code; nothing to open here)`);
  return () => {
    stopSite();
    stopRuntime();
  };
});
