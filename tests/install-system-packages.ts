/** Installs what the tests need from Debian. Does nothing when all of it is there. */
import { spawnSync } from 'node:child_process';
import { installCommand, missingPackages } from './system-packages.ts';

function asRoot(command: readonly string[]): readonly string[] {
  if (process.getuid?.() === 0) return command;
  // Without a terminal, sudo could only hang on its question for a password.
  return process.stdin.isTTY ? ['sudo', ...command] : ['sudo', '-n', ...command];
}

function run(command: readonly string[]): void {
  console.log(`> ${command.join(' ')}`);
  const [program, ...words] = command;
  const { status, error } = spawnSync(program!, words, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (error) console.error(`Could not run ${program}: ${error.message}`);
  if (status === 0) return;
  console.error('Install these packages yourself, then run: npm test');
  process.exit(1);
}

const missing = missingPackages();
if (missing.length > 0) {
  console.log(`The tests need these system packages, which will now be installed: ${missing.join(', ')}`);
  run(asRoot(['apt-get', 'update']));
  run(asRoot(installCommand(missing)));
  const still = missingPackages();
  if (still.length > 0) {
    console.error(`Still missing after the installation: ${still.join(', ')}`);
    process.exit(1);
  }
}
