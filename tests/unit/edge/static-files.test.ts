import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rawGet, startEdge, startServer } from './harness.ts';

const PROJECT = {
  'index.html': '<!doctype html>\n<html lang="en">\n<head>\n<title>Shop</title></head><body></body></html>',
  'client.ts': 'interface Order { id: string }\n\nexport const first: Order = { id: "1" };\n',
  'server.ts': 'console.log("secret");\n',
  'style.css': 'p { color: red }',
  'package.json': '{}',
  '.env': 'KEY=1',
};

async function serveProject(files: Readonly<Record<string, string>> = PROJECT) {
  const server = await startServer((request, response) => {
    response.end(`server: ${request.method} ${request.url}`);
  });
  const edge = await startEdge(server.port, files);
  const get = (target: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    fetch(`http://localhost:${edge.port}${target}`, { headers, method });
  return { ...edge, get };
}

describe('what is served', () => {
  it('is index.html for the root, and files by their extension', async () => {
    const { get } = await serveProject();
    const page = await get('/?from=here');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe(PROJECT['index.html']);
    expect((await get('/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  it.each(['/server.ts', '/package.json', '/.env', '/checks.ts', '/missing.html', '/orders', '/%2eenv'])(
    '%s is the server’s to answer',
    async (target) => {
      const { get } = await serveProject();
      expect(await (await get(target)).text()).toBe(`server: GET ${target}`);
    },
  );

  it('is for GET and HEAD only', async () => {
    const { get } = await serveProject();
    expect(await (await get('/style.css', {}, 'POST')).text()).toBe('server: POST /style.css');
    const head = await get('/style.css', {}, 'HEAD');
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['16', '']);
  });

  it('is read anew each time, folders included', async () => {
    const { get, root } = await serveProject({ 'style.css': 'a' });
    expect(await (await get('/style.css')).text()).toBe('a');
    await writeFile(path.join(root, 'style.css'), 'b');
    expect(await (await get('/style.css')).text()).toBe('b');
    await mkdir(path.join(root, 'parts.css'));
    expect(await (await get('/parts.css')).text()).toBe('server: GET /parts.css');
  });
});

describe('paths that leave the root', () => {
  it.each(['/../etc/passwd.txt', '/a/../../b.txt', '/%2e%2e/b.txt', '/..%2fb.txt', '/%', '/a%00.txt'])(
    'are refused: %s',
    async (target) => {
      const { port } = await serveProject();
      const client = rawGet(port, target, { Connection: 'close' });
      await client.ended;
      expect(client.received).toMatch(/^HTTP\/1.1 400 /);
    },
  );

  it('are not confused with paths that stay inside', async () => {
    const { get, root } = await serveProject();
    await mkdir(path.join(root, 'docs'));
    await writeFile(path.join(root, 'docs', 'index.html'), 'docs');
    expect(await (await get('/docs/../style.css')).text()).toBe(PROJECT['style.css']);
    expect(await (await get('/docs/')).text()).toBe('docs');
  });
});

describe('TypeScript', () => {
  it('is stripped with every line and column where it was', async () => {
    const { get, warnings } = await serveProject();
    const answer = await get('/client.ts');
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const code = await answer.text();
    expect(code.split('\n')[2]?.trimEnd()).toBe('export const first        = { id: "1" };');
    expect(warnings).toEqual([]);
  });

  it('with a syntax error becomes a script that throws it where it is', async () => {
    const source = 'export async function connect() {}\nexport const a = 1;\nlet x: number = ;\n';
    const { get, warnings } = await serveProject({ 'client.ts': source });
    const code = await (await get('/client.ts')).text();
    expect(warnings).toEqual(['client.ts:3:17: Expression expected']);
    expect(code.split('\n')[2]).toMatch(/^throw new SyntaxError\("client.ts:3:17: Expression expected"\);/);
    const importing = import(`data:text/javascript,${encodeURIComponent(code)}`);
    await expect(importing).rejects.toThrow(new SyntaxError('client.ts:3:17: Expression expected'));
    expect(code).toContain('export let connect; export let a;');
  });

  it('that cannot be stripped says so', async () => {
    const { get, warnings } = await serveProject({ 'client.ts': 'enum Colour { Red }\n' });
    expect(await (await get('/client.ts')).text()).toContain('enum is not supported');
    expect(warnings).toEqual([expect.stringMatching(/^client\.ts:1:1: /)]);
  });
});
