// One pass over the characters, no regular expression.
export interface Frame {
  event: string;
  id: string;
  data: string;
}

function prefixed(prefix: string, text: string): string {
  let out = prefix;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\r' && text[at + 1] === '\n') continue;
    out += character === '\r' || character === '\n' ? `\n${prefix}` : character;
  }
  return `${out}\n`;
}

export function frameEvent(frame: Frame): string {
  let block = '';
  block += `event: ${frame.event}\n`;
  block += prefixed('data: ', frame.data);
  block += `id: ${frame.id}\n`;
  return `${block}\n`;
}

export function frameComment(text: string): string {
  return prefixed(': ', text);
}
