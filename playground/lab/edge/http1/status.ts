import { STATUS_CODES } from 'node:http';

/** Reasons that nginx words differently from Node. */
const OWN: Readonly<Record<number, string>> = {
  302: 'Moved Temporarily',
  405: 'Not Allowed',
  408: 'Request Time-out',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  416: 'Requested Range Not Satisfiable',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** Those that nginx 1.22 sends a reason with; others go out as the number alone. */
const NAMED = new Set([
  ...[200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308],
  ...[400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 421, 429],
  ...[500, 501, 502, 503, 504, 505, 507],
]);

/** `502 Bad Gateway`, as it stands in the status line. */
export function statusLine(status: number): string {
  return NAMED.has(status) ? `${status} ${reason(status)}` : `${status} `;
}

export function reason(status: number): string {
  return OWN[status] ?? STATUS_CODES[status] ?? '';
}

/** The sentence under the title where nginx has one. */
const EXPLANATIONS: Readonly<Record<number, readonly [title: string, text: string]>> = {
  494: ['400 Request Header Or Cookie Too Large', 'Request Header Or Cookie Too Large'],
};

const PADDING = '<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n'.repeat(6);

/** Statuses for which nginx has a page; 444 and 499 are none that a client sees. */
export function hasPage(status: number): boolean {
  return (
    (status >= 301 && status <= 308 && NAMED.has(status)) || (status >= 400 && (NAMED.has(status) || status === 494))
  );
}

/** nginx's own page for an error. `padded` is for browsers that replaced short ones. */
export function errorPageHtml(status: number, software: string, padded: boolean): string {
  const shown = status === 494 ? 400 : status;
  const [title, text] = EXPLANATIONS[status] ?? [shown === 302 ? '302 Found' : `${shown} ${reason(shown)}`, null];
  const heading = text === null ? title : `400 Bad Request`;
  const sentence = text === null ? '' : `<center>${text}</center>\r\n`;
  return (
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${heading}</h1></center>\r\n${sentence}` +
    `<hr><center>${software}</center>\r\n</body>\r\n</html>\r\n${padded && status >= 400 ? PADDING : ''}`
  );
}
