import { describe, expect, it } from 'vitest';
import { HeadInsertion, insertIntoHead } from '#lab/edge/html.ts';
import { PREVIEW_MARKUP } from '#lab/edge/preview-script.ts';
import { startEdge, startServer } from './harness.ts';

const NAVIGATION = { Accept: 'text/html' };

describe('where it is inserted', () => {
  it.each([
    '<!doctype html>\n<html lang="en">\n<head>|<title>x</title></head>',
    '\uFEFF<!-- a comment > --><!DOCTYPE html><HTML><HEAD class="a">|<meta charset="utf-8">',
    '<!doctype html>|<title>no head</title>',
    '<!doctype html><html>|<header>not a head</header></html>',
    '|<p>a fragment: é',
    '|plain <b>text</b>',
  ])('%s', async (marked) => {
    const page = marked.replace('|', '');
    const expected = marked.replace('|', '<script></script>');
    expect(String(insertIntoHead(Buffer.from(page), '<script></script>'))).toBe(expected);

    // Byte by byte, as the worst network would bring it.
    const insertion = new HeadInsertion('<script></script>');
    const parts = [...Buffer.from(page)].map((byte) => insertion.push(Buffer.from([byte])));
    parts.push(insertion.finish());
    expect(String(Buffer.concat(parts))).toBe(expected);
  });
});

describe('which pages get it', () => {
  it('a served page that is opened, not one that is fetched', async () => {
    const { port } = await startEdge(1, { 'index.html': '<title>x</title>' });
    const url = `http://localhost:${port}/`;
    expect(await (await fetch(url, { headers: NAVIGATION })).text()).toBe(`${PREVIEW_MARKUP}<title>x</title>`);
    expect(await (await fetch(url)).text()).toBe('<title>x</title>');
  });

  it('a proxied page that is opened, not one that is fetched', async () => {
    const encodings: (string | undefined)[] = [];
    const server = await startServer((request, response) => {
      encodings.push(request.headers['accept-encoding']);
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': 16 }).end('<title>x</title>');
    });
    const { port } = await startEdge(server.port);
    const url = `http://localhost:${port}/page`;
    const opened = await fetch(url, { headers: { ...NAVIGATION, 'Accept-Encoding': 'gzip' } });
    expect(await opened.text()).toBe(`${PREVIEW_MARKUP}<title>x</title>`);
    expect(await (await fetch(url, { headers: { 'Accept-Encoding': 'gzip' } })).text()).toBe('<title>x</title>');
    expect(encodings).toEqual([undefined, 'gzip']);
  });

  it('not another type of answer', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('x');
    });
    const { port } = await startEdge(server.port);
    expect(await (await fetch(`http://localhost:${port}/page`, { headers: NAVIGATION })).text()).toBe('x');
  });
});
