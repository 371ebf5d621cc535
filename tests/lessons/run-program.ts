import { spawn } from 'node:child_process';

export interface ProgramResult {
  readonly code: number | null;
  /** Standard output. */
  readonly output: string;
  readonly errors: string;
}

/** Runs `node <args>` to its end. */
export function runProgram(args: readonly string[], cwd: string): Promise<ProgramResult> {
  const child = spawn(process.execPath, [...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output, errors }));
  });
}
