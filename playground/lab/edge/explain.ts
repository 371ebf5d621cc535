import { createConnection } from 'node:net';
import { EDGE_PATH, PREVIEW_MARKUP } from './preview-script.ts';

/** Answers 204 when the preview can be loaded, 503 while it cannot. */
export const STATUS_PATH = `${EDGE_PATH}status`;

/** A page for a person: what is wrong, and a script that loads what was asked for as soon as there is an answer. */
export function refusalPage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head>${PREVIEW_MARKUP}
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 15vh auto 0; max-width: 26rem; padding: 0 1rem; text-align: center; }
h1 { font-size: 1.25rem; margin: 0; }
p { margin: .5rem 0 0; }
</style>
</head>
<body>
<main><h1>${title}</h1><p>${text}</p></main>
<script>
setInterval(async () => {
  const answer = await fetch('${STATUS_PATH}').catch(() => null);
  if (answer?.ok) location.reload();
}, 1000);
</script>
</body>
</html>
`;
}

/** Whether something accepts connections on a port of this host. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
