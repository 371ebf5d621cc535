import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfError, confErrorLine } from '#lab/edge/config/conf-error.ts';
import { loadConfig } from '#lab/edge/edge.ts';

function http(text: string): string {
  return `events {}\nhttp {\n${text}\n}\n`;
}

function server(text: string): string {
  return http(`server {\nlisten 8000;\n${text}\n}`);
}

function location(text: string): string {
  return server(`location / {\n${text}\n}`);
}

/** Configurations that nginx refuses, and some that it takes. */
const CONFS: readonly string[] = [
  // Syntax.
  '',
  'events {}',
  'events {',
  'events {}\n}',
  'events {}\nhttp',
  'events {}\nhttp {\nserver { listen 8000 }',
  'events {}\n"daemon off;',
  'events {} "user""root";',
  'events {}\n{ }',
  ';',
  http('# a comment { ; "\nserver { listen 8000; }'),
  // Directives.
  location('proxy_pas http://127.0.0.1:1;'),
  location('listen 80;'),
  location('events {}'),
  http('proxy_pass http://127.0.0.1:1;'),
  server('worker_processes 1;'),
  'server { }\nevents {}',
  'events {}\nhttp;',
  'events { worker_connections 10 { } }',
  'events { worker_connections many; }',
  'events {}\nevents {}',
  location('proxy_buffering;'),
  location('proxy_buffering on off;'),
  location('proxy_buffering maybe;'),
  location('proxy_buffering on;\nproxy_buffering off;'),
  location('proxy_buffering On;'),
  location('proxy_read_timeout soon;'),
  location('proxy_read_timeout 1m30s;'),
  location('proxy_read_timeout 500ms;'),
  location('proxy_read_timeout;'),
  location('proxy_http_version 2;'),
  location('proxy_buffers 8;'),
  location('proxy_buffers 0 4k;'),
  location('proxy_buffer_size big;'),
  location('proxy_buffer_size 64k;'),
  location('proxy_buffers 1 4k;'),
  location('proxy_buffers 2 4k;'),
  location('proxy_buffers 4 4k; proxy_busy_buffers_size 2k;'),
  location('proxy_buffer_size 16k; proxy_buffers 8 16k; proxy_busy_buffers_size 32k;'),
  location('proxy_next_upstream error never;'),
  location('proxy_set_header Host;'),
  location('proxy_set_header Host\n$host\nand more;'),
  location('add_header X-A 1 allways;'),
  location('gzip_comp_level 12;'),
  location('error_page 502;'),
  location('error_page 200 /x;'),
  location('error_page 499 /x;'),
  location('return;'),
  location('return abc;'),
  location('return 200 "a" "b";'),
  // Targets.
  location('proxy_pass 127.0.0.1:3000;'),
  location('proxy_pass http://;'),
  location('proxy_pass http://127.0.0.1:1;\nproxy_pass http://127.0.0.1:2;'),
  location('proxy_pass http://127.0.0.1:99999;'),
  location('proxy_pass http://nowhere.invalid;'),
  server('location ~ x { proxy_pass http://127.0.0.1:1/uri; }'),
  server('location @x { proxy_pass http://127.0.0.1:1/uri; }'),
  http('upstream app { }'),
  http('upstream app { server 127.0.0.1:1 weigth=2; }'),
  http('upstream app { server 127.0.0.1:1 weight=0; }'),
  http('upstream app { server 127.0.0.1:0; }'),
  http('upstream app { server nowhere.invalid; }'),
  http('upstream app { server 127.0.0.1:1; }\nupstream app { server 127.0.0.1:2; }'),
  http('upstream app { server 127.0.0.1:1; keepalive none; }'),
  http('upstream app { ip_hash; server 127.0.0.1:1 backup; }'),
  http('upstream app { least_conn; hash $arg_x consistent; server 127.0.0.1:1; }'),
  http('upstream app { hash $arg_x consistant; server 127.0.0.1:1; }'),
  http('upstream app { server 127.0.0.1:1 backup; }'),
  // Servers and locations.
  http('server { listen 0; }'),
  http('server { listen 70000; }'),
  http('server { listen 8000 defualt_server; }'),
  http('server { listen 8000; listen 8000; }'),
  http('server { listen 8000 default_server; }\nserver { listen 8000 default_server; }'),
  http('server { listen 8000; server_name a; }\nserver { listen 8000; server_name a; }'),
  server('location / { }\nlocation / { }'),
  server('location = /a { location /a/b { } }'),
  server('location /a { location /b { } }'),
  server('location ! /a { }'),
  server('location /a { location @b { } }'),
  server('location { }'),
  server('location ~ ( { }'),
  // Variables.
  location('return 200 $nothing;'),
  location('return 200 "$";'),
  location('set x 1;'),
  location('set $x 1; return 200 $x;'),
  location('set $host 1;'),
  location('if ($x) { return 200; }'),
  location('if (x) { return 200; }'),
  location('if ($host == a) { return 200; }'),
  location('if $host { return 200; }'),
  location('if ($host = "a") { proxy_read_timeout 1s; }'),
  location('if ($host) { return 200; } return 200 $http_anything$arg_x$cookie_y$upstream_http_z;'),
  http('map $host $x { default a; default b; }\nserver { listen 8000; return 200 $x; }'),
  http('map $host $x { a b c; }'),
  http('map $host x { a b; }'),
  http('map $host $x { a 1; a 2; }'),
  // Limits and logs.
  http('limit_conn_zone $host zone=a;'),
  http('limit_conn_zone $host zone=a:big;'),
  http('limit_conn_zone $host zone=a:1k;'),
  location('limit_conn none 1;'),
  http('limit_conn_zone $host zone=a:1m; limit_conn a 0;'),
  location('limit_conn_status 200;'),
  http('log_format combined x;'),
  http('log_format a x;\nlog_format a y;'),
  location('access_log logs/a.log nothing;'),
  location('error_log stderr loud;'),
  'events {}\nerror_log stderr warn;',
  location('try_files /a;'),
  location('try_files /a =abc;'),
  http('include nothing.conf;'),
  http('include part.conf;'),
  http('include nothing-*.conf;'),
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nginx-conf-'));
  await writeFile(path.join(folder, 'part.conf'), 'server {\n  listen 8000;\n  loction / { }\n}\n');
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  console.log(`nginx: ${CONFS.length} configurations against nginx -t`);
});

function verdictOfNginx(file: string): readonly string[] {
  const result = spawnSync('/usr/sbin/nginx', ['-t', '-p', folder, '-c', file, '-g', 'pid nginx.pid;'], {
    encoding: 'utf8',
  });
  // Debian's nginx prints the lines of its log; others, and the edge, head them with the program's name.
  const lines = result.stderr.split('\n').flatMap((line) => {
    const match = /^\S+(?: \S+)? \[(emerg|warn)\] (?:\d+#\d+: )?(.*)$/.exec(line);
    return match ? `nginx: [${match[1]}] ${match[2]}` : [];
  });
  // Not running as root is no fault of the configuration.
  const told = lines.filter((line) => !/"user" directive makes sense only|could not open error log file/.test(line));
  return [...told, `exit ${result.status}`];
}

function verdictOfEdge(file: string): readonly string[] {
  try {
    const { warnings } = loadConfig({ conf: file, prefix: folder });
    return [...warnings.filter((line) => line.startsWith('nginx:')), 'exit 0'];
  } catch (error) {
    if (!(error instanceof ConfError)) throw error;
    return [confErrorLine(error), 'exit 1'];
  }
}

describe('a configuration is judged as nginx judges it', () => {
  it.each(CONFS.map((text) => [text.replaceAll('\n', ' '), text] as const))('%s', async (_, text) => {
    const file = path.join(folder, 'nginx.conf');
    await writeFile(file, text);
    expect(verdictOfEdge(file)).toEqual(verdictOfNginx(file));
  });
});
