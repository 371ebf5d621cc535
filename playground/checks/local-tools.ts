import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerFolders } from './answer-folder.ts';
import type { StartOptions } from './check.ts';
import { Client } from './client.ts';
import { VirtualClock } from './clock/virtual-clock.ts';
import { confWithPorts, type EdgeOptions, portNames, refusedConf } from './edge.ts';
import { expect } from './expect.ts';
import { CheckFailure } from './failure.ts';
import { FetchClient } from './fetch-client.ts';
import { freePort } from './free-port.ts';
import type { Programs } from './programs.ts';
import { Redis } from './redis.ts';
import { Server } from './server.ts';
import { type ServerCommand, ServerProcess } from './server-process.ts';
import type { Resource, Toolkit } from './toolkit.ts';

export interface LocalToolsOptions {
  readonly folders: AnswerFolders;
  readonly programs: Programs;
  /** The exercise's server, as `node <entry>`. */
  readonly entry: string;
}

/** Tools for an answer in a folder: its programs run here, in virtual time. */
export function localTools({ folders, programs, entry }: LocalToolsOptions): Toolkit {
  const clock = new VirtualClock();
  const resources: Resource[] = [];
  const keep = <R extends Resource>(resource: R): R => {
    resources.push(resource);
    return resource;
  };
  const options = programs.preload;
  const on = (port: number) => ({ host: 'localhost', port, base: '' });

  const startServer = async (start: StartOptions = {}): Promise<Server> => {
    const port = await freePort();
    const folder = await folders.copy();
    const command: ServerCommand = {
      options: [...options, ...programs.prepared],
      entry: [start.entry ?? entry],
      folder,
      shown: (text) => text.replaceAll(folder, folders.source),
      env: { ...start.env, PORT: String(port) },
      port,
    };
    const server = new Server(clock, on(port), async ({ files, env }) => {
      if (files === 'fresh') await folders.refresh(folder);
      return new ServerProcess({ ...command, env: { ...command.env, ...env } }, clock);
    });
    keep(server);
    await server.start();
    return server;
  };

  const startEdge = async ({ servers, ...given }: EdgeOptions): Promise<Server> => {
    const port = await freePort();
    const folder = await folders.copy();
    const name = 'file' in given ? given.file : 'nginx.conf';
    const file = join(folder, name);
    const conf = 'conf' in given ? given.conf : await readFile(file, 'utf8').catch(() => null);
    if (conf === null) throw new CheckFailure({ expected: `there is a file ${name}`, seen: 'there is none' });
    await writeFile(file, confWithPorts(conf, servers, port));
    const names = portNames(conf, servers, port);
    const shown = (text: string) =>
      text
        .replaceAll(`${folder}/`, '')
        .replace(/:(\d+)\b/g, (whole, other: string) => names.get(Number(other)) ?? whole);
    const command = { options, entry: [programs.edge, '-c', file], folder, env: {}, port, shown };
    let last: ServerProcess | null = null;
    const start = async () => {
      last = new ServerProcess(command, clock);
      return last;
    };
    const edge = keep(new Server(clock, on(port), start, 'edge'));
    await edge.start().catch((error: unknown) => {
      throw refusedConf(last?.output ?? [], name) ?? error;
    });
    return edge;
  };

  const startRedis = async (): Promise<Redis> => {
    const port = await freePort();
    const command = {
      options,
      entry: [programs.redis, '--port', String(port)],
      folder: await folders.copy(),
      env: {},
      port,
    };
    const redis = keep(new Redis(port, () => new ServerProcess(command, clock), clock));
    await redis.start();
    return redis;
  };

  const clientHost = () => ({
    clock,
    args: [...programs.prepared, programs.clientHost],
    folder: folders.source,
  });

  return {
    clock,
    resources,
    tools: {
      startServer,
      startEdge,
      startRedis,
      loadClient: () => Client.load(clientHost(), keep),
      loadFetchClient: (name) => FetchClient.load(clientHost(), name, keep),
      clock,
      expect,
    },
  };
}
