import { readFileSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';
import { createSession } from '../../../playground/session/index.ts';
import type { Place } from '../../../playground/session/machine.ts';
import type { OutputChunk, Project, Workspace } from '../../../playground/session/types.ts';
import { FakeMachine } from './fake-machine.ts';

export const ORIGIN = 'http://127.0.0.1:4322';

/** What the embedded runtime answers to a probe: the very page. */
export const RUNTIME_PAGE = readFileSync('playground/host/headless.html', 'utf8');

export const PROJECT: Project = {
  files: { 'server.ts': 'listen', 'client.ts': 'connect' },
  entry: 'server.ts',
  checks: '/lab/checks/reconnection.cjs',
  plan: null,
};

type Answer = (url: URL, options: RequestInit) => Response | Promise<Response>;

/** The parts of a browser's page that the session uses. */
export class FakePage {
  readonly events = new EventTarget();
  readonly location = { reload: vi.fn() };
  readonly document = { visibilityState: 'visible' };
  readonly fetched: string[] = [];
  runtime: Answer = () => new Response(RUNTIME_PAGE);
  site: Answer = ({ pathname }) => new Response(`// ${pathname}`);

  constructor() {
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('crossOriginIsolated', false);
    vi.stubGlobal('navigator', { serviceWorker: {} });
    vi.stubGlobal('Worker', class {});
    vi.stubGlobal('document', this.document);
    vi.stubGlobal('location', this.location);
    const { events } = this;
    vi.stubGlobal('window', events);
    vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
    vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events));
    vi.stubGlobal('reportError', (error: unknown) => {
      throw error;
    });
    vi.stubGlobal('fetch', async (target: string | URL, options: RequestInit = {}) => {
      const url = new URL(target, 'http://localhost:4321');
      this.fetched.push(url.pathname);
      return url.origin === 'http://localhost:4321' ? this.site(url, options) : this.runtime(url, options);
    });
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
  }

  /** A message that `source` posted to the page. */
  post(data: unknown, origin: string, source: unknown = null): void {
    this.events.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }));
  }
}

/** What answers as StackBlitz's runtime does: no other origin may read it. */
export const opaqueAnswer: Answer = (_url, { mode }) => {
  if (mode !== 'no-cors') throw new TypeError('Failed to fetch');
  return Response.error();
};

/** A page whose session boots a {@link FakeMachine}. */
export function openPage(place: Partial<Place> = {}) {
  const page = new FakePage();
  const machine = new FakeMachine();
  const bootMachine = vi.fn(async () => machine);
  const session = createSession({ runtimeOrigin: ORIGIN, apiKey: null, ...place }, bootMachine);
  return { page, machine, session, bootMachine };
}

/** What a workspace prints, each chunk as `source: text`. */
export function transcript(workspace: Workspace): { readonly lines: string[]; readonly chunks: OutputChunk[] } {
  const chunks: OutputChunk[] = [];
  const lines: string[] = [];
  workspace.onOutput((chunk) => {
    chunks.push(chunk);
    lines.push(`${chunk.source}: ${chunk.text}`);
  });
  return { lines, chunks };
}
