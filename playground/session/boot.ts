import { type ReadonlySignal, signal } from '@preact/signals-core';
import { missingFeature } from './browser-features.ts';
import {
  type FailedBoot,
  programsMissing,
  refused,
  storageBlocked,
  timedOut,
  unreachable,
  unsupported,
  wrongAnswer,
} from './failures.ts';
import { type LabPrograms, ProgramError } from './lab-programs.ts';
import type { BootMachine, Machine, Place } from './machine.ts';
import { MachineLab } from './machine-lab.ts';
import { askNodeVersion, runsTypeScript } from './node-version.ts';
import { PortTable } from './ports.ts';
import { type ProbeResult, probe } from './probe.ts';
import { fileTree } from './project-folder.ts';
import { nativeTypeScript, strippedTypeScript, type TypeScriptSupport } from './type-stripping.ts';
import type { BootState } from './types.ts';
import { watchWarnings } from './warnings.ts';

/** A reader who waits longer has given up. All of it ends in this time, in milliseconds: a probe takes its part of it. */
const BOOT_LIMIT_MS = 9_500;
const PROBE_LIMIT_MS = 5_000;

/** Where the site serves the bundled edge: every workspace has one. */
const EDGE_URL = '/lab/edge.js';

/** A machine that is up, with what all workspaces on it share. */
export interface Booted {
  readonly machine: Machine;
  readonly ports: PortTable;
  readonly typescript: TypeScriptSupport;
  readonly programs: LabPrograms;
  readonly lab: MachineLab;
}

type Embedded = Extract<ProbeResult, { found: 'embedded' }>;

type Outcome = { readonly booted: Booted; readonly nodeVersion: string } | { readonly failure: FailedBoot };

/** How the page gets its machine, once. A failed boot stays failed until the page is loaded anew (DESIGN §2). */
export class Boot {
  readonly #state = signal<BootState>({ status: 'idle' });
  readonly #place: Place;
  readonly #bootMachine: BootMachine;
  readonly #programs: LabPrograms;
  #booted: Promise<Booted | null> | null = null;

  constructor(place: Place, programs: LabPrograms, bootMachine: BootMachine) {
    this.#place = place;
    this.#programs = programs;
    this.#bootMachine = bootMachine;
  }

  get state(): ReadonlySignal<BootState> {
    return this.#state;
  }

  /** Boots on first use. Null when that failed: `state` says why. Never rejects. */
  machine(): Promise<Booted | null> {
    this.#booted ??= this.#run();
    return this.#booted;
  }

  async #run(): Promise<Booted | null> {
    const missing = missingFeature();
    if (missing) return this.#fail(unsupported(missing));
    const startedAt = performance.now();
    this.#state.value = { status: 'booting', step: 'probing' };
    // Asked for now, so that it is here when the machine is.
    this.#programs.text(EDGE_URL).catch(() => {});
    const { runtimeOrigin } = this.#place;
    const answer = await probe(runtimeOrigin, PROBE_LIMIT_MS);
    if (answer.found === 'nothing') return this.#fail(unreachable(runtimeOrigin));
    const embedded = answer.found === 'embedded' ? answer : null;
    if (!embedded && !this.#isHosted()) return this.#fail(wrongAnswer(runtimeOrigin));
    if (!embedded && !globalThis.crossOriginIsolated) return this.#fail(unsupported({ kind: 'isolation' }));

    this.#state.value = { status: 'booting', step: 'starting' };
    const outcome = await this.#start(embedded, BOOT_LIMIT_MS - (performance.now() - startedAt));
    if ('failure' in outcome) return this.#fail(outcome.failure);
    this.#state.value = { status: 'ready', nodeVersion: outcome.nodeVersion, embedded: embedded !== null };
    return outcome.booted;
  }

  #fail(failure: FailedBoot): null {
    this.#state.value = failure;
    return null;
  }

  /** Whether the place is StackBlitz's, whose answers this page may not read. */
  #isHosted(): boolean {
    const { runtimeOrigin, apiKey } = this.#place;
    return apiKey !== null || /(^|\.)stackblitz\.com$/.test(new URL(runtimeOrigin).hostname);
  }

  async #start(embedded: Embedded | null, limit: number): Promise<Outcome> {
    const { runtimeOrigin } = this.#place;
    const warnings = watchWarnings(runtimeOrigin);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => resolve({ failure: timedOut(runtimeOrigin, warnings.last) }), limit);
    });
    // Only the embedded runtime's warnings are known to be the end of it.
    const refusal = warnings.first.then((warning): Outcome | Promise<Outcome> => {
      if (!embedded) return timeout;
      return { failure: warning.aboutStorage ? storageBlocked(runtimeOrigin) : refused(runtimeOrigin, warning.text) };
    });
    try {
      return await Promise.race([this.#prepare(embedded), refusal, timeout]);
    } catch (error) {
      if (error instanceof ProgramError) return { failure: programsMissing(error.message) };
      return { failure: refused(runtimeOrigin, error instanceof Error ? error.message : String(error)) };
    } finally {
      clearTimeout(timer);
      warnings.stop();
    }
  }

  async #prepare(embedded: Embedded | null): Promise<Outcome> {
    const machine = await this.#bootMachine(this.#place);
    const ports = new PortTable(machine);
    const lab = new MachineLab(machine, this.#programs);
    // The embedded runtime has told; asking would cost a process before the first one that is wanted.
    const [nodeVersion] = await Promise.all([
      embedded ? embedded.nodeVersion : askNodeVersion(machine),
      this.#mountManifest(machine),
      lab.program('edge'),
    ]);
    const typescript = runsTypeScript(nodeVersion) ? nativeTypeScript : await strippedTypeScript(machine);
    return { booted: { machine, ports, typescript, programs: this.#programs, lab }, nodeVersion };
  }

  async #mountManifest(machine: Machine): Promise<void> {
    // Projects are modules, as lessons write them, unless they bring a package.json of their own.
    const manifest = `${JSON.stringify({ name: 'course', private: true, type: 'module' }, null, 2)}\n`;
    await machine.mount(fileTree('', { 'package.json': manifest }));
  }
}
