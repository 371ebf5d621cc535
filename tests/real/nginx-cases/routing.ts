import { get, type NginxCase, post, says } from '../nginx-case.ts';

const CLOSE = { Connection: 'close' };

function ask(...targets: readonly string[]): NginxCase['clients'] {
  return targets.map((target) => ({ at: 'in turn', sends: get(target, CLOSE) }));
}

export const ROUTING: readonly NginxCase[] = [
  {
    title: 'which location answers',
    http: `server { listen LISTEN;
             location / { return 200 "root"; }
             location = / { return 200 "exactly root"; }
             location /images/ { return 200 "prefix"; location /images/big/ { return 200 "nested"; } }
             location ^~ /static/ { return 200 "final prefix"; }
             location ~ \\.(?<ext>png|jpg)$ { return 200 "regex $ext"; }
             location ~* \\.CSS$ { return 200 "any case $uri"; }
             location ~ ^/images/.*\\.png$ { return 200 "later regex"; }
             location = /exact { return 200 "exact"; } }`,
    clients: ask(
      '/',
      '/x',
      '/images/',
      '/images/a.png',
      '/images/big/x',
      '/static/a.png',
      '/a.css',
      '/exact',
      '/exact/',
      '/a%2Epng',
      '//images//x',
      '/images/../exact',
      '/images?x=.png',
    ),
    watchMs: 1100,
  },
  {
    title: 'which server answers',
    http: `server { listen LISTEN; server_name a.example; return 200 a; }
           server { listen LISTEN default_server; server_name _; return 200 "default $host $server_name"; }
           server { listen LISTEN; server_name *.example.org; return 200 wild; }
           server { listen LISTEN; server_name .example.net; return 200 both; }
           server { listen LISTEN; server_name mail.*; return 200 front; }
           server { listen LISTEN; server_name ~^(?<tenant>\\w+)\\.shop\\.example$; return 200 "tenant $tenant"; }`,
    clients: [
      'a.example',
      'A.Example:8080',
      'b.example',
      'x.example.org',
      'example.org',
      'example.net',
      'w.example.net',
      'mail.com',
      'ann.shop.example',
      '',
    ].map((host) => ({ at: 'in turn' as const, sends: get('/', { Host: host, ...CLOSE }) })),
    watchMs: 1000,
  },
  {
    title: 'proxy_pass with a URI, and without',
    http: `server { listen LISTEN;
             location /plain/ { proxy_pass http://127.0.0.1:PORT_A; }
             location /cut/ { proxy_pass http://127.0.0.1:PORT_A/; }
             location /moved { proxy_pass http://127.0.0.1:PORT_A/to/here; }
             location ~ ^/regex/ { proxy_pass http://127.0.0.1:PORT_A; }
             location /vars/ { proxy_pass http://127.0.0.1:PORT_A$uri?was=$args; }
             location /rewritten/ { rewrite ^/rewritten/(.*)$ /api/$1?extra=1 break; proxy_pass http://127.0.0.1:PORT_A; }
             location /slash/ { proxy_pass http://127.0.0.1:PORT_A; } }`,
    servers: { A: says('A') },
    clients: ask(
      '/plain/a%20b?x=1',
      '/cut/a%20b?x=1',
      '/cut/%C3%A9',
      '/moved/on',
      '/regex/a//b',
      '/vars/x?y=1',
      '/rewritten/x?y=1',
      '/slash',
      '/slash?x=1',
    ),
    watchMs: 900,
  },
  {
    title: 'proxy_redirect',
    http: `server { listen LISTEN;
             location /one/ { proxy_pass http://127.0.0.1:PORT_A/two/; }
             location /off/ { proxy_pass http://127.0.0.1:PORT_A/two/; proxy_redirect off; }
             location /own/ { proxy_pass http://127.0.0.1:PORT_A; proxy_redirect http://127.0.0.1:PORT_A/two/ /own/; }
             location /regex/ { proxy_pass http://127.0.0.1:PORT_A; proxy_redirect ~^http://[^/]+/two/(.*)$ /r/$1; } }`,
    servers: {
      A: { answers: { '*': [{ head: 302, headers: { Location: 'http://127.0.0.1:1/two/x' } }, { finish: 'end' }] } },
    },
    clients: ask('/one/', '/off/', '/own/', '/regex/'),
    watchMs: 700,
  },
  {
    title: 'files, folders, try_files and alias',
    http: `server { listen LISTEN; root html; 
             types { text/html html; text/css css; } default_type application/octet-stream;
             location / { try_files $uri $uri/ /index.html; }
             location /strict/ { try_files $uri =404; }
             location /app/ { try_files $uri @app; }
             location @app { proxy_pass http://127.0.0.1:PORT_A; }
             location /files/ { alias html/other/; }
             location /plain/ { }
             location /inside/ { internal; } }`,
    servers: { A: says('A') },
    files: {
      'html/index.html': 'index',
      'html/a.css': 'css',
      'html/data': 'bytes',
      'html/docs/index.html': 'docs',
      'html/app/real.html': 'real',
      'html/other/x.html': 'other',
      'html/plain/x.html': 'plain',
      'html/inside/x.html': 'inside',
    },
    clients: [
      ...ask(
        '/',
        '/a.css',
        '/data',
        '/docs/',
        '/docs',
        '/nowhere',
        '/strict/x',
        '/app/real.html',
        '/app/other?x=1',
        '/files/x.html',
        '/files/none',
        '/plain/',
        '/plain',
        '/plain/x.html',
        '/inside/x.html',
      ),
      { at: 'in turn', sends: post('/plain/x.html', 'x', CLOSE) },
      { at: 'in turn', sends: 'HEAD /a.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' },
    ],
    watchMs: 1300,
  },
  {
    title: 'return and its redirects',
    http: `server { listen LISTEN;
             location /301 { return 301 /there; }
             location /302 { return https://example.com$request_uri; }
             location /307 { return 307 /there?$args; }
             location /200 { return 200; }
             location /204 { return 204; }
             location /text { add_header X-A 1; return 200 "host=$host uri=$uri args=$args arg=$arg_a method=$request_method\\n"; }
             location /relative { absolute_redirect off; return 301 /there; }
             location /close { return 444; } }`,
    clients: ask('/301', '/302?x=1', '/307?x=1', '/200', '/204', '/text?a=1&b=2', '/relative', '/close'),
    watchMs: 800,
  },
  {
    title: 'if, set and rewrite',
    http: `server { listen LISTEN;
             set $mode plain;
             if ($http_upgrade) { set $mode upgrade; }
             location /mode { return 200 $mode; }
             location /method { if ($request_method = POST) { return 405 "no post"; } return 200 "fine"; }
             location /agent { if ($http_user_agent ~* "curl/(\\d+)") { return 200 "curl $1"; } return 200 "other"; }
             location /old { rewrite ^/old/(\\w+)$ /new/$1 last; return 200 "not rewritten $uri"; }
             location /new { return 200 "new $uri $args"; }
             location /moved { rewrite ^/moved/(.*)$ /elsewhere/$1 permanent; }
             location /loop { rewrite ^ /loop last; } 
             location /not { if ($arg_a != "1") { return 200 "not one"; } return 200 "one"; } }`,
    clients: [
      ...ask('/mode', '/method', '/agent', '/old/x?y=1', '/old/x/y', '/moved/a?b=1', '/loop', '/not?a=1', '/not'),
      { at: 'in turn', sends: get('/mode', { ...CLOSE, Upgrade: 'x' }) },
      { at: 'in turn', sends: post('/method', 'x', CLOSE) },
      { at: 'in turn', sends: get('/agent', { ...CLOSE, 'User-Agent': 'curl/8.1' }) },
    ],
    watchMs: 900,
  },
  {
    title: 'map, by string, wildcard and pattern',
    http: `map $host $name { hostnames; default none; shop.example exact; *.example.org wild; www.* front; }
           map $uri $kind { default other; ~^/v(?<version>\\d+)/ "version $version"; ~*\\.PNG$ image; /a letter; }
           map $arg_x $both { "" empty; default "$arg_x-$kind"; }
           server { listen LISTEN; location / { return 200 "$name|$kind|$both"; } }`,
    clients: [
      ...ask('/', '/v2/x', '/x.png', '/a?x=1', '/A?x=2'),
      { at: 'in turn', sends: get('/', { ...CLOSE, Host: 'a.example.org' }) },
      { at: 'in turn', sends: get('/', { ...CLOSE, Host: 'www.other' }) },
    ],
    watchMs: 700,
  },
  {
    title: 'the access log',
    http: `log_format own '$remote_addr "$request" $status $body_bytes_sent "$http_referer" $server_protocol $request_uri $uri $args $sent_http_content_type $http_x_odd';
           log_format as_json escape=json '{"agent":"$http_user_agent"}';
           access_log logs/access.log own;
           server { listen LISTEN;
             location / { return 200 hello; }
             location /json { access_log logs/access.log as_json; return 200 x; }
             location /quiet { access_log off; return 200 x; }
             location /some { access_log logs/access.log own if=$arg_log; return 200 x; }
             location /events { proxy_pass http://127.0.0.1:PORT_A; proxy_buffering off; } }`,
    servers: { A: { answers: { '*': [{ head: 200 }, { send: 'data: <1>\n\n' }] } } },
    clients: [
      { sends: get('/a%20b?x=1', { ...CLOSE, 'X-Odd': 'a"b\\c' }) },
      { at: 'in turn', sends: get('/json', { ...CLOSE, 'User-Agent': 'a"b' }) },
      { at: 'in turn', sends: get('/quiet', CLOSE) },
      { at: 'in turn', sends: get('/some?log=1', CLOSE) },
      { at: 'in turn', sends: get('/some', CLOSE) },
      { at: 'in turn', sends: get('/none', { ...CLOSE, Referer: 'http://x/' }) },
      { at: 'in turn', sends: get('/events'), steps: [{ after: 300, does: 'close' }] },
    ],
    watchMs: 1300,
  },
];
