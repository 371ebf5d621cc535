import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

interface SystemPackage {
  /** Debian's name. */
  readonly name: string;
  readonly isInstalled: () => boolean;
}

function hasProgram(name: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin'];
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Debian's own Python: another one on the PATH does not see Debian's packages. */
export const PYTHON = '/usr/bin/python3';

function hasPythonModule(name: string): boolean {
  return spawnSync(PYTHON, ['-c', `import ${name}`], { stdio: 'ignore' }).status === 0;
}

/** What the tests run besides npm packages: two browsers, a proxy, a store and a server in another language. */
const PACKAGES: readonly SystemPackage[] = [
  { name: 'chromium', isInstalled: () => hasProgram('chromium') },
  { name: 'firefox-esr', isInstalled: () => hasProgram('firefox-esr') },
  { name: 'nginx', isInstalled: () => hasProgram('nginx') },
  { name: 'redis-server', isInstalled: () => hasProgram('redis-server') },
  { name: 'python3-fastapi', isInstalled: () => hasPythonModule('fastapi') },
  { name: 'uvicorn', isInstalled: () => hasProgram('uvicorn') && hasPythonModule('uvicorn') },
];

export function missingPackages(): readonly string[] {
  return PACKAGES.filter((candidate) => !candidate.isInstalled()).map((missing) => missing.name);
}

export function installCommand(packages: readonly string[]): readonly string[] {
  return ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
}
