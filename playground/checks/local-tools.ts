import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerFolders } from './answer-folder.ts';
import type { StartOptions } from './check.ts';
import { Client } from './client.ts';
import { VirtualClock } from './clock/virtual-clock.ts';
import { confWithPorts, type EdgeOptions } from './edge.ts';
import { expect } from './expect.ts';
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
      options,
      entry: [start.entry ?? entry],
      folder,
      shownAs: folders.source,
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

  const startEdge = async ({ conf, servers }: EdgeOptions): Promise<Server> => {
    const port = await freePort();
    const folder = await folders.copy();
    const file = join(folder, 'nginx.conf');
    await writeFile(file, confWithPorts(conf, servers, port));
    const command = { options, entry: [programs.edge, '-c', file], folder, env: {}, port };
    const edge = keep(new Server(clock, on(port), async () => new ServerProcess(command, clock)));
    await edge.start();
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
    const redis = keep(new Redis(port, () => new ServerProcess(command, clock)));
    await redis.start();
    return redis;
  };

  return {
    clock,
    resources,
    tools: {
      startServer,
      startEdge,
      startRedis,
      loadClient: () => Client.load({ clock, program: programs.clientHost, folder: folders.source }, keep),
      clock,
      expect,
    },
  };
}
