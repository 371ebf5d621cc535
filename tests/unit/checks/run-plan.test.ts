import { describe, expect, test } from 'vitest';
import { parsePlan } from '../../../playground/checks/run-plan.ts';
import { YamlError } from '../../../playground/checks/yaml-file.ts';

const FILES = { 'server.ts': '', 'nginx.conf': '' };

const GOOD = `run:
  - { name: redis, lab: redis, port: 6379 }
  - { name: server 1, file: server.ts, port: 3001, env: { REDIS_URL: 'redis://localhost:6379' } }
  - { name: edge, lab: edge, conf: nginx.conf, port: 8080 }
  - { name: swarm, lab: swarm, args: ['--clients', '50'] }
packages: [redis]
`;

function complaint(source: string): string {
  try {
    parsePlan(source, 'run.yaml', FILES);
  } catch (error) {
    if (error instanceof YamlError) return error.message;
    throw error;
  }
  throw new Error('This plan has no mistake.');
}

describe('a plan', () => {
  test('says what Run starts; the preview is the edge’s', () => {
    expect(parsePlan(GOOD, 'run.yaml', FILES)).toEqual({
      processes: [
        { kind: 'lab', name: 'redis', lab: 'redis', port: 6379 },
        {
          kind: 'server',
          name: 'server 1',
          file: 'server.ts',
          port: 3001,
          env: { REDIS_URL: 'redis://localhost:6379' },
        },
        { kind: 'edge', name: 'edge', conf: 'nginx.conf', port: 8080 },
        { kind: 'swarm', name: 'swarm', args: ['--clients', '50'] },
      ],
      preview: 'edge',
      packages: ['redis'],
    });
  });

  test('without an edge shows its first server, or the one that it names', () => {
    const two = 'run:\n  - { name: a, file: server.ts, port: 3001 }\n  - { name: b, file: server.ts, port: 3002 }\n';
    expect(parsePlan(two, 'run.yaml', FILES)?.preview).toBe('a');
    expect(parsePlan(`${two}preview: b\n`, 'run.yaml', FILES)?.preview).toBe('b');
  });

  test.each([
    [
      'a process that is nothing',
      'lab: redis, port',
      'port',
      '2:13: run[0].name: Expected either `file` or `lab` in “redis”',
    ],
    ['an unknown program', 'lab: redis', 'lab: mongo', '2:25: run[0].lab: Expected edge, redis, log, chat or swarm'],
    ['no port', ', port: 6379', '', '2:5: run[0].port: Expected the port that “redis” listens on'],
    ['a port that is none', '3001', 'many', '3:46: run[1].port: Expected a port, a whole number'],
    ['a port that the machine hands out itself', '8080', '40000', '4:54: run[2].port: Expected a port from 1 to 32767'],
    ['an edge without a conf', 'conf: nginx.conf, ', '', '4:5: run[2].conf: Expected the nginx.conf of “edge”'],
    [
      'a key of another kind',
      'port: 6379',
      'port: 6379, conf: nginx.conf',
      '2:50: run[0].conf: Not for a process with `lab: redis`',
    ],
    ['a key that nobody knows', 'lab: redis', 'lab: redis, ports: 1', '2:39: run[0].ports: Unknown key'],
    ['numbers as text', "'50'", '50', '5:52: run[3].args[1]: Expected text, in quotes'],
    ['two of a name', 'name: edge', 'name: redis', '4:13: run[2].name: Expected a name of its own'],
    ['two on a port', '8080', '3001', '4:54: run[2].port: Expected a port of its own: “server 1” has this one'],
    [
      'a file that is not there',
      'file: server.ts',
      'file: main.ts',
      '3:29: run[1].file: Expected one of the files of the exercise: server.ts, nginx.conf',
    ],
    [
      'a preview of nothing',
      'packages',
      'preview: redis\npackages',
      '6:10: preview: Expected an edge or a server: server 1, edge',
    ],
    [
      'a package that is not bundled',
      '[redis]',
      '[mongodb]',
      '6:12: packages[0]: Expected npm packages: redis, kafkajs, ws',
    ],
  ])('with %s is refused at its place', (_, good, bad, message) => {
    expect(complaint(GOOD.replace(good, bad))).toBe(`run.yaml:${message}`);
  });

  test('needs the learner’s server', () => {
    expect(complaint('run:\n  - { name: redis, lab: redis, port: 6379 }\n')).toBe(
      'run.yaml:2:3: run: Expected a process with `file`: the learner’s server',
    );
    expect(complaint('preview: edge\n')).toContain('run: Expected a list of processes');
  });
});
