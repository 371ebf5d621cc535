export interface PreviewConfOptions {
  readonly listen: number;
  /** The project's folder, as an absolute path. */
  readonly root: string;
  /** The port of the learner's server on this host. */
  readonly upstream: number;
}

/**
 * The configuration that `--listen`, `--root` and `--upstream` stand for: the page and the stream share an origin, and
 * nothing is kept back. The edge adds to it only what a preview in a browser needs (see preview-extras.ts).
 */
export function previewConf({ listen, root, upstream }: PreviewConfOptions): string {
  return `# What goes wrong is on the wire to see; a server that is being restarted is no news.
error_log stderr crit;
worker_shutdown_timeout 5s;
events {
    worker_connections 16384;
}
http {
    types {
        "text/html; charset=utf-8" html;
        "text/css; charset=utf-8" css;
        "text/javascript; charset=utf-8" js mjs ts mts;
        "text/plain; charset=utf-8" txt;
        application/json json map;
        application/manifest+json webmanifest;
        application/wasm wasm;
        audio/mpeg mp3;
        font/woff2 woff2;
        image/avif avif;
        image/gif gif;
        image/jpeg jpg jpeg;
        image/png png;
        image/svg+xml svg;
        image/webp webp;
        image/x-icon ico;
        video/mp4 mp4;
    }
    map $http_upgrade $connection_upgrade {
        default upgrade;
        ''      close;
    }
    server {
        listen ${listen};
        root "${root.replace(/["\\]/g, '\\$&')}";
        client_max_body_size 0;

        proxy_http_version 1.1;
        proxy_buffering off;
        proxy_request_buffering off;
        proxy_read_timeout 1h;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;

        # To an EventSource any status but 200 is final, a closed connection is not.
        error_page 502 504 = @drop;
        recursive_error_pages on;

        # The page's files, else the server's answer.
        location / {
            try_files $uri $uri/index.html @server;
            error_page 405 = @server;
            add_header Cache-Control no-store;
        }
        # The server's half of the project is for no page to load.
        location ~ /(?:\\.|node_modules(?:/|$)|(?:server|checks)(?:[.-][^/]*)?(?:/|$)|package(?:-lock)?\\.json$|tsconfig[^/]*\\.json$) {
            proxy_pass http://127.0.0.1:${upstream};
        }
        location @server {
            proxy_pass http://127.0.0.1:${upstream};
        }
        location @drop {
            return 444;
        }
    }
}
`;
}
