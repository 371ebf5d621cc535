/** Decodes one label after its `xn--`. @see https://www.rfc-editor.org/rfc/rfc3492#section-6.2 */
function decodeLabel(label: string): string {
  const split = label.lastIndexOf('-');
  const output = split > 0 ? Array.from(label.slice(0, split)) : [];
  let code = 128;
  let insertAt = 0;
  let bias = 72;
  let first = true;
  for (let at = split > 0 ? split + 1 : 0; at < label.length; ) {
    const before = insertAt;
    let weight = 1;
    for (let step = 36; ; step += 36) {
      const unit = label.charCodeAt(at);
      at += 1;
      const digit = unit >= 0x61 ? unit - 0x61 : unit - 0x30 + 26;
      if (!(digit >= 0 && digit < 36)) throw new RangeError('not punycode');
      insertAt += digit * weight;
      const threshold = Math.min(26, Math.max(1, step - bias));
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const length = output.length + 1;
    let delta = Math.floor((insertAt - before) / (first ? 700 : 2));
    delta += Math.floor(delta / length);
    let steps = 0;
    for (; delta > 455; steps += 36) delta = Math.floor(delta / 35);
    bias = steps + Math.floor((36 * delta) / (delta + 38));
    first = false;
    code += Math.floor(insertAt / length);
    insertAt %= length;
    output.splice(insertAt, 0, String.fromCodePoint(code));
    insertAt += 1;
  }
  return output.join('');
}

/**
 * The ASCII form of a domain name, or nothing when it is invalid: the URL parser's own conversion.
 *
 * @see https://nodejs.org/api/url.html#urldomaintoasciidomain
 */
export function domainToASCII(domain: unknown): string {
  const text = String(domain);
  if (/[\s/?#@:\\]/.test(text)) return '';
  return URL.parse(`ws://${text}`)?.hostname ?? '';
}

/** @see https://nodejs.org/api/url.html#urldomaintounicodedomain */
export function domainToUnicode(domain: unknown): string {
  return domainToASCII(domain)
    .split('.')
    .map((label) => (label.startsWith('xn--') ? decodeLabel(label.slice(4)) : label))
    .join('.');
}
