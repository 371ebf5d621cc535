import { ClientRequest } from '../builtins/http/client-request.ts';
import type { IncomingMessage } from '../builtins/http/incoming-message.ts';
import process from '../builtins/process.ts';
import { setTimeout } from '../builtins/timers.ts';
import { type CurlArguments, CurlUsageError, parseCurlArguments } from './curl-arguments.ts';

/** curl's exit codes. @see https://curl.se/docs/manpage.html#EXIT */
const EXIT = { usage: 2, resolve: 6, connect: 7, partial: 18, http: 22, timeout: 28, empty: 52, receive: 56 } as const;

const MAX_REDIRECTS = 50;

/** Runs `curl` with the process's arguments. What arrives is printed at once, as with `-N`. */
export async function curl(words: readonly string[]): Promise<void> {
  let given: CurlArguments;
  try {
    given = parseCurlArguments(words);
  } catch (error) {
    if (!(error instanceof CurlUsageError)) throw error;
    process.stderr.write(`curl: ${error.message}\ncurl: try 'curl -N http://localhost:3000/events'\n`);
    process.exitCode = EXIT.usage;
    return;
  }
  if (given.maxSeconds !== null) limitTime(given.maxSeconds);
  transfer(given, new URL(given.url), 0);
}

function transfer(given: CurlArguments, url: URL, redirects: number): void {
  const request = new ClientRequest(url, { method: given.method, agent: false });
  request.setHeader('User-Agent', 'curl/8.5.0');
  request.setHeader('Accept', '*/*');
  if (given.body !== null) request.setHeader('Content-Type', 'application/x-www-form-urlencoded');
  for (const [name, value] of given.headers) request.setHeader(name, value);
  request.on('error', (error: Error & { readonly code?: string }) => fail(...explain(error, url)));
  request.on('socket', () => {
    if (given.verbose) explainRequest(request);
  });
  request.on('response', (response: IncomingMessage) => {
    const { location } = response.headers;
    const status = response.statusCode ?? 0;
    if (given.verbose) process.stderr.write(`${headOf(response, '< ')}<\n`);
    if (given.include) process.stdout.write(`${headOf(response, '')}\r\n`);
    if (given.follow && typeof location === 'string' && status >= 300 && status < 400 && redirects < MAX_REDIRECTS) {
      response.resume();
      transfer({ ...given, method: status < 307 ? 'GET' : given.method }, new URL(location, url), redirects + 1);
      return;
    }
    if (given.fail && status >= 400) {
      response.resume();
      fail(EXIT.http, `The requested URL returned error: ${status}`);
      return;
    }
    response.on('data', (chunk: Uint8Array) => process.stdout.write(chunk));
    response.on('error', () => fail(EXIT.partial, 'transfer closed with outstanding read data remaining'));
  });
  request.end(given.body ?? undefined);
}

function explainRequest(request: ClientRequest): void {
  const lines = [`${request.method} ${request.path} HTTP/1.1`];
  for (const name of request.getRawHeaderNames()) lines.push(`${name}: ${String(request.getHeader(name))}`);
  process.stderr.write(`${lines.map((line) => `> ${line}\n`).join('')}>\n`);
}

function headOf(response: IncomingMessage, prefix: string): string {
  const { rawHeaders } = response;
  let text = `${prefix}HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage}\r\n`;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    text += `${prefix}${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  }
  return text;
}

function explain(error: Error & { readonly code?: string }, url: URL): [code: number, message: string] {
  const port = url.port || '80';
  if (error.code === 'ECONNREFUSED' || error instanceof AggregateError) {
    return [EXIT.connect, `Failed to connect to ${url.hostname} port ${port}: Connection refused`];
  }
  if (error.code === 'ENOTFOUND') return [EXIT.resolve, `Could not resolve host: ${url.hostname}`];
  if (error.message === 'socket hang up') return [EXIT.empty, 'Empty reply from server'];
  return [EXIT.receive, `Recv failure: ${error.message}`];
}

function limitTime(seconds: number): void {
  const milliseconds = Math.round(seconds * 1000);
  setTimeout(() => {
    fail(EXIT.timeout, `Operation timed out after ${milliseconds} milliseconds`);
    process.exit();
  }, milliseconds).unref();
}

function fail(code: number, message: string): void {
  process.stderr.write(`curl: (${code}) ${message}\n`);
  process.exitCode = code;
}
