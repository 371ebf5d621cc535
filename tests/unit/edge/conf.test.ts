import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfError } from '#lab/edge/config/conf-error.ts';
import { readConf } from '#lab/edge/config/read-conf.ts';
import { ConfReader, type Statement } from '#lab/edge/config/reader.ts';
import { previewConf } from '#lab/edge/preview-conf.ts';
import { eventually, rawGet, startConfEdge, startStreamServer } from './harness.ts';

function read(text: string) {
  return readConf({ text, file: 'nginx.conf', prefix: '/', include: () => [] });
}

function words(text: string): readonly string[] {
  const reader = new ConfReader(text, 'x');
  const found: string[] = [];
  for (let statement: Statement = reader.next(); statement.kind !== 'file-end'; statement = reader.next()) {
    if ('directive' in statement) found.push(statement.directive.name, ...statement.directive.args);
  }
  return found;
}

describe('words', () => {
  it.each([
    ['a b;', ['a', 'b']],
    ['a "b c" \'d;e\';', ['a', 'b c', 'd;e']],
    ['a $' + '{b}c "\\"d\\"" e\\;;', ['a', '$' + '{b}c', '"d"', 'e\\;']],
    ['a # b;\n c;', ['a', 'c']],
    ["if ($a = 'b') { }", ['if', '($a', '=', 'b', ')']],
  ] as const)('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('that are quoted come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme-ascii' }), { minLength: 1 }), (parts) => {
        const quoted = parts.map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`).join(' ');
        expect(words(`x ${quoted};`)).toEqual(['x', ...parts]);
      }),
    );
  });

  it('whatever they are, end in a configuration or in an error with its line', () => {
    const piece = fc.constantFrom(
      'events',
      'http',
      'server',
      '{',
      '}',
      ';',
      '\n',
      '"',
      'listen 80',
      'proxy_pass',
      '$x',
      '#',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          read(pieces.join(' '));
        } catch (error) {
          expect(error).toBeInstanceOf(ConfError);
        }
      }),
    );
  });
});

describe('what is known but not modelled', () => {
  it('is said, with its line', () => {
    const { warnings } = read(
      'events {}\nhttp {\n  proxy_cache_path /x keys_zone=a:1m;\n  sendfile on;\n  geo $x { default 0; }\n}\n',
    );
    expect(warnings).toEqual([
      'edge: "proxy_cache_path" is known but not modelled here: nginx.conf:3',
      'edge: "geo" is known but not modelled here: nginx.conf:5',
    ]);
  });
});

describe('the configuration that a preview stands on', () => {
  it('is one that can be read without a warning', () => {
    const text = previewConf({ listen: 8000, root: '/home/ann/a "shop" \\ more', upstream: 3000 });
    expect(read(text).warnings).toEqual([]);
  });
});

describe('reload', () => {
  const conf = (header: string, port: number) => `events {}
http { server { listen 8000; location / { add_header X-Conf ${header}; proxy_pass http://127.0.0.1:${port}; proxy_buffering off; } } }
`;

  it('tells which configuration is in force', async () => {
    const server = await startStreamServer();
    const { edge, port, root, events, warnings } = await startConfEdge(conf('old', server.port));
    const first = rawGet(port, '/events');
    await first.until('X-Conf: old');
    await writeFile(path.join(root, 'nginx.conf'), conf('new', server.port));
    edge.obey({ type: 'reload' });
    await eventually(() => events.some((event) => event.type === 'worker' && event.state === 'draining'));
    await rawGet(port, '/events').until('X-Conf: new');
    server.send('data: to both\n\n');
    await first.until('to both');

    await writeFile(path.join(root, 'nginx.conf'), 'events {}\nhttp { nonsense; }\n');
    edge.obey({ type: 'reload' });
    await eventually(() => warnings.length > 0);
    expect(warnings[0]).toMatch(/\[emerg\] \d+#\d+: unknown directive "nonsense" in .*nginx\.conf:2$/);
    first.socket.destroy();
    const states = () =>
      events.flatMap((event) => (event.type === 'worker' ? `${event.generation} ${event.state}` : []));
    await eventually(() => states().length === 4);
    expect(states()).toEqual(['1 started', '2 started', '1 draining', '1 stopped']);
  });
});

it('a preview’s extras go with a configuration of one’s own', async () => {
  const server = await startStreamServer();
  const { port } = await startConfEdge(
    `events {} http { server { listen 8000; root .; location / { } location /events { proxy_pass http://127.0.0.1:${server.port}; proxy_http_version 1.1; } } }`,
    { files: { 'client.ts': 'const a: number = 1;\n' }, preview: true },
  );
  expect(await (await fetch(`http://localhost:${port}/client.ts`)).text()).toBe('const a         = 1;\n');
  rawGet(port, '/events?__steady_stream=7&x=1');
  await eventually(() => server.requests[0]?.url === '/events?x=1');
});
