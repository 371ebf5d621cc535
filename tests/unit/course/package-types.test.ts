import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../../src/course/node-types.ts';
import { packageTypes, type TypedPackage } from '../../../src/course/package-types.ts';

const FILE = '/exercise/server.ts';
const LIBRARIES = dirname(ts.getDefaultLibFilePath({}));

/** What TypeScript says of `text` where it knows only what the editor of an exercise loads. */
async function errors(text: string, packages: readonly TypedPackage[]): Promise<string[]> {
  const libraries = [await nodeTypes(), ...(await Promise.all(packages.map(packageTypes)))].flat();
  const files = new Map(libraries.map(({ filePath, content }) => [filePath.replace('file://', ''), content]));
  files.set(FILE, text);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    strict: true,
    noEmit: true,
  };
  const read = (path: string) => files.get(path) ?? (path.startsWith(LIBRARIES) ? ts.sys.readFile(path) : undefined);
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    getCurrentDirectory: () => '/',
    directoryExists: (path) => [...files.keys()].some((file) => file.startsWith(`${path.replace(/\/$/, '')}/`)),
    fileExists: (path) => read(path) !== undefined,
    readFile: read,
    realpath: (path) => path,
    getDefaultLibLocation: () => LIBRARIES,
    getDefaultLibFileName: () => join(LIBRARIES, 'lib.esnext.full.d.ts'),
    getSourceFile(path, language) {
      const content = read(path);
      return content === undefined ? undefined : ts.createSourceFile(path, content, language);
    },
  };
  const program = ts.createProgram([FILE], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(FILE))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ').split('. ')[0] ?? '');
}

const programs: readonly (readonly [TypedPackage, string, string])[] = [
  [
    'redis',
    `import { createClient } from 'redis';
     const client = await createClient({ url: 'redis://localhost:6390' }).connect();
     const id: number = await client.xAdd('orders', '*', { order: '1' });`,
    "Type 'string' is not assignable to type 'number'.",
  ],
  [
    'kafkajs',
    `import { Kafka } from 'kafkajs';
     const producer = new Kafka({ brokers: ['localhost:9092'] }).producer();
     await producer.send({ topic: 1, messages: [] });`,
    "Type 'number' is not assignable to type 'string'.",
  ],
  [
    'ws',
    `import WebSocket, { WebSocketServer } from 'ws';
     new WebSocketServer({ port: 3000 }).on('connection', (socket: WebSocket) => socket.shout());`,
    "Property 'shout' does not exist on type 'WebSocket'.",
  ],
];

describe('the types of packages', () => {
  test.each(programs)('%s is known as its own declarations have it', async (name, text, error) => {
    expect(await errors(text, [name])).toEqual([error]);
  });

  test('without them the editor says so', async () => {
    expect((await errors("import { createClient } from 'redis';", []))[0]).toMatch(/^Cannot find module 'redis'/);
  });
});
