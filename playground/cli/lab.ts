/** `npm run lab -- <program> …`: runs a program of the lab on this computer's own ports. */
export {};

const PROGRAMS: Readonly<Record<string, { readonly about: string; readonly run: () => Promise<unknown> }>> = {
  edge: { about: 'a reverse proxy that reads an nginx.conf', run: () => import('../lab/edge/main.ts') },
  redis: { about: 'a Redis 7.0 in memory', run: () => import('../lab/redis/main.ts') },
  log: { about: 'a partitioned log that speaks the Kafka protocol', run: () => import('../lab/log/main.ts') },
  chat: { about: 'a WebSocket chat and echo, to compare with', run: () => import('../lab/chat/main.ts') },
  swarm: { about: 'many clients of one event stream', run: () => import('../lab/swarm/main.ts') },
};

const [name = '', ...words] = process.argv.slice(2);
const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
if (program) {
  // The programs read their own arguments: on the machine they are started without this one.
  process.argv.splice(2, Infinity, ...words);
  await program.run();
} else {
  const list = Object.entries(PROGRAMS).map(([key, { about }]) => `  ${key.padEnd(8)}${about}\n`);
  const asked = name === '' || name === '--help';
  process.stderr.write(
    `${asked ? '' : `There is no program “${name}”.\n`}Usage: npm run lab -- <program> [options]\n\n${list.join('')}`,
  );
  process.exitCode = name === '--help' ? 0 : 2;
}
