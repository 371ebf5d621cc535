import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type BrowserName, type BrowserPage, openBrowserPage } from '../browser-page.ts';
import { runtimeHeaders } from '../response-headers.ts';
import { serveRuntime } from '../serve-static.ts';
import { OUTPUT_PATH, type Program } from './protocol.ts';

/** A machine in a headless browser, booted through the real `@webcontainer/api`. */
export class BrowserMachine {
  readonly #page: BrowserPage;
  readonly #close: () => Promise<void>;
  readonly #output: { listener: (text: string) => void };

  private constructor(page: BrowserPage, output: { listener: (text: string) => void }, close: () => Promise<void>) {
    this.#page = page;
    this.#output = output;
    this.#close = close;
  }

  /** Serves the runtime from `folder`, starts a browser and boots a machine in it. Throws when it does not boot within 20 s. */
  static async launch(browser: BrowserName, folder: string): Promise<BrowserMachine> {
    const output = { listener: (_text: string) => {} };
    const [site, runtime] = [createServer(), createServer()];
    const sitePort = await listen(site);
    const runtimePort = await listen(runtime);
    const sites = [`http://localhost:${sitePort}`];
    const origin = `http://127.0.0.1:${runtimePort}`;
    runtime.on('request', serveRuntime(folder, runtimeHeaders({ sites, runtime: origin, host: origin }, false)));
    site.on('request', await servePage(origin, (text) => output.listener(text)));
    const { page, close } = await openBrowserPage(browser);
    const machine = new BrowserMachine(page, output, async () => {
      await close();
      for (const server of [site, runtime]) {
        server.close();
        server.closeAllConnections();
      }
    });
    try {
      await page.goto(sites[0]!);
      await machine.#booted();
      return machine;
    } catch (error) {
      await machine.close();
      throw error;
    }
  }

  /** Runs `node` with a program's files in a folder of their own. Resolves to its exit code. One at a time. */
  async run(program: Program, onOutput: (text: string) => void): Promise<number> {
    this.#output.listener = onOutput;
    return this.#page.evaluate(
      (given: Program) => globalThis.runProgram?.(given) ?? Promise.reject(new Error('The machine is gone.')),
      program,
    );
  }

  close(): Promise<void> {
    return this.#close();
  }

  async #booted(): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!(await this.#page.evaluate(() => globalThis.runProgram !== undefined, null))) {
      if (Date.now() > deadline) throw new Error('The machine did not boot within 20 s.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function servePage(runtimeOrigin: string, onOutput: (text: string) => void): Promise<RequestListener> {
  const entry = fileURLToPath(new URL('page.ts', import.meta.url));
  const bundle = await build({ entryPoints: [entry], bundle: true, format: 'esm', target: 'es2024', write: false });
  const script = bundle.outputFiles[0]!.text;
  const page = `<!doctype html><html data-runtime="${runtimeOrigin}"><script type="module" src="/page.js"></script></html>`;
  return async (request: IncomingMessage, response) => {
    if (request.url === OUTPUT_PATH) {
      onOutput(await text(request));
      response.writeHead(204).end();
      return;
    }
    const isScript = request.url === '/page.js';
    response.writeHead(200, {
      'Content-Type': isScript ? 'text/javascript' : 'text/html',
      'Origin-Agent-Cluster': '?1',
    });
    response.end(isScript ? script : page);
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return (server.address() as AddressInfo).port;
}
