import { createServer } from 'node:http';

const server = createServer((request, response) => {
  console.log(request.url, request.rawHeaders.slice(4).join('|'));
  response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2']).end();
});
server.listen(0, async () => {
  const at = `http://localhost:${server.address().port}`;
  const cases = {
    'if-none-match': { headers: { 'if-none-match': '"x"' } },
    'no-store': { cache: 'no-store' },
    'reload, own pragma': { cache: 'reload', headers: { pragma: 'x' } },
    'no-cache': { cache: 'no-cache' },
    'force-cache with a condition': { cache: 'force-cache', headers: { 'If-Range': 'x' } },
    'a condition, own cache-control': { headers: { 'If-Match': 'x', 'Cache-Control': 'z' } },
    default: { cache: 'default' },
  };
  for (const [name, init] of Object.entries(cases)) {
    console.log(name);
    const response = await fetch(`${at}/`, init);
    await response.text();
  }
  await fetch(new Request(`${at}/again`, { cache: 'no-store' }));
  console.log(new Request(new Request(at, { cache: 'no-cache' })).cache);

  // Responses that a program makes: what a browser forbids is allowed.
  const made = new Response('text', { status: 201, statusText: 'Made', headers: { 'Set-Cookie': 'c=3', A: 'b' } });
  made.headers.append('set-cookie', 'd=4');
  const copy = new Response(made.clone().body, made);
  for (const { status, statusText, headers, ok, url } of [made, copy, made.clone()]) {
    console.log(status, statusText, ok, JSON.stringify(url), JSON.stringify([...headers]));
  }
  console.log(await copy.text(), made.bodyUsed, copy.bodyUsed, made instanceof Response);
  for (const body of [new Uint8Array([104, 105]), new URLSearchParams({ a: 'ä' }), new Blob(['b'], { type: 'x/y' }), 'x', null]) {
    const response = new Response(body);
    console.log(response.headers.get('content-type'), (await response.clone().arrayBuffer()).byteLength, await response.text());
  }
  const json = Response.json({ a: 'ä' }, { status: 202, headers: { b: 'c' } });
  console.log(json.status, JSON.stringify([...json.headers]), await json.json(), json instanceof Response);
  const moved = Response.redirect(`${at}/x`.replace(/\d+/, '1'), 307);
  console.log(moved.status, moved.headers.get('location'));
  for (const attempt of [
    () => Response.json(undefined),
    () => Response.redirect('/relative'),
    () => Response.redirect('http://a/', 200),
    () => new Response('x', { status: 204 }),
    () => new Response('x', { status: 99 }),
  ]) {
    try {
      attempt();
      console.log('made');
    } catch ({ name }) {
      console.log(name);
    }
  }
  async function* parts() {
    yield 'as ';
    yield new Uint8Array([105, 116]);
    yield ' comes';
  }
  console.log(await new Response(parts()).text());
  let turns = 0;
  queueMicrotask(function count() {
    if (++turns < 50) queueMicrotask(count);
  });
  const { value, done } = await new Response('at once').body.getReader().read();
  console.log(new TextDecoder().decode(value), done, turns < 50);
  server.close();
  server.closeAllConnections();
});
