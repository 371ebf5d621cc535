import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { type ExerciseFolder, readExercise } from '../../playground/checks/exercise-folder.ts';
import { freePort } from '../../playground/checks/free-port.ts';
import { type Grade, gradeUrl } from '../../playground/checks/grade.ts';
import { PYTHON } from '../system-packages.ts';

/** The FastAPI version of an exercise's solution. */
export class PythonSolution {
  readonly exercise: ExerciseFolder;
  readonly source: string;

  private constructor(exercise: ExerciseFolder, source: string) {
    this.exercise = exercise;
    this.source = source;
  }

  static async of(slug: string): Promise<PythonSolution> {
    const exercise = await readExercise(slug);
    return new PythonSolution(exercise, await readFile(join(exercise.dir, 'stacks/fastapi/server.py'), 'utf8'));
  }

  /** The solution with mistakes in it, or with other settings. */
  with(...changes: readonly (readonly [right: string, wrong: string])[]): string {
    return changes.reduce((source, [right, wrong]) => {
      expect(source).toContain(right);
      return source.replace(right, wrong);
    }, this.source);
  }

  /** Grades a Python server, as somebody does who has it running: by its URL, in real time. */
  async grade(source = this.source, only?: readonly string[]): Promise<Grade> {
    const dir = await mkdtemp(join(tmpdir(), 'steady-stream-python-'));
    const port = await freePort();
    await writeFile(join(dir, 'server.py'), source);
    const server = spawn(PYTHON, ['server.py'], {
      cwd: dir,
      env: { ...process.env, PORT: String(port) },
      stdio: 'inherit',
    });
    try {
      while (!(await accepts(port))) {
        if (server.exitCode !== null) throw new Error(`server.py ended with ${server.exitCode}`);
        await delay(50);
      }
      const url = `http://127.0.0.1:${port}`;
      return await gradeUrl({ exercise: this.exercise.dir, url, ...(only ? { only } : {}) });
    } finally {
      server.kill('SIGKILL');
      await rm(dir, { recursive: true });
    }
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** What was said about the check `id`. */
export function messageOf({ checks }: Grade, id: string): string {
  return checks.find((check) => check.id === id)?.message ?? '';
}
