const tab = '    ';

/** What of one line opens and closes blocks: quotes and comments do not. */
function braces(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|#.*/g, '').replace(/[^{}]/g, '');
}

/** An nginx.conf with each line as far in as it is deep, four spaces a block. Nothing else of it changes. */
export function indentConf(text: string): string {
  let depth = 0;
  const lines = text.split('\n').map((line) => {
    const content = line.trim();
    const found = braces(content);
    const closing = /^}*/.exec(content)?.[0].length ?? 0;
    const own = Math.max(0, depth - closing);
    for (const brace of found) depth = Math.max(0, depth + (brace === '{' ? 1 : -1));
    return content === '' ? '' : tab.repeat(own) + content;
  });
  return lines.join('\n');
}

/** JSON with two spaces a level; null when it is none. */
export function formatJson(text: string): string | null {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return null;
  }
}
