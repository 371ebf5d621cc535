import { load } from './llhttp-wasm.cjs';

/** llhttp's C interface. Pointers are numbers. @see https://github.com/nodejs/llhttp#api */
export interface Llhttp {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  free(pointer: number): void;
  llhttp_alloc(type: 1 | 2): number;
  llhttp_free(parser: number): void;
  llhttp_execute(parser: number, data: number, length: number): number;
  llhttp_finish(parser: number): number;
  llhttp_resume_after_upgrade(parser: number): void;
  llhttp_get_method(parser: number): number;
  llhttp_method_name(method: number): number;
  llhttp_get_http_major(parser: number): number;
  llhttp_get_http_minor(parser: number): number;
  llhttp_get_status_code(parser: number): number;
  llhttp_get_error_reason(parser: number): number;
  llhttp_get_error_pos(parser: number): number;
  llhttp_errno_name(code: number): number;
  llhttp_set_lenient_headers(parser: number, enabled: 1): void;
  llhttp_set_lenient_chunked_length(parser: number, enabled: 1): void;
  llhttp_set_lenient_keep_alive(parser: number, enabled: 1): void;
  llhttp_set_lenient_transfer_encoding(parser: number, enabled: 1): void;
  llhttp_set_lenient_version(parser: number, enabled: 1): void;
  llhttp_set_lenient_data_after_close(parser: number, enabled: 1): void;
  llhttp_set_lenient_optional_lf_after_cr(parser: number, enabled: 1): void;
  llhttp_set_lenient_optional_crlf_after_chunk(parser: number, enabled: 1): void;
  llhttp_set_lenient_optional_cr_before_lf(parser: number, enabled: 1): void;
  llhttp_set_lenient_spaces_after_chunk_size(parser: number, enabled: 1): void;
}

/** What the parser tells while it runs. Numbers other than 0 stop it or say how to go on (see `HeadAnswer`). */
export interface LlhttpEvents {
  onMessageBegin(): number;
  onUrl(at: number, length: number): number;
  onStatus(at: number, length: number): number;
  onHeaderField(at: number, length: number): number;
  onHeaderValue(at: number, length: number): number;
  onHeadersComplete(upgrade: boolean, shouldKeepAlive: boolean): number;
  onBody(at: number, length: number): number;
  onMessageComplete(): number;
}

const parsers = new Map<number, LlhttpEvents>();
let instance: Llhttp | null = null;

/** The one instance of a process; decoded and compiled at its first use, in a few milliseconds. */
export function llhttp(): Llhttp {
  instance ??= instantiate();
  return instance;
}

export function register(parser: number, events: LlhttpEvents): void {
  parsers.set(parser, events);
}

export function unregister(parser: number): void {
  parsers.delete(parser);
}

/** Reads a C string. */
export function cString(pointer: number): string {
  if (pointer === 0) return '';
  const memory = new Uint8Array(llhttp().memory.buffer);
  return latin1(memory, pointer, memory.indexOf(0, pointer));
}

/** Header bytes are ISO-8859-1 in Node: one character for each. */
export function latin1(memory: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(memory[i]!);
  return text;
}

function instantiate(): Llhttp {
  const data =
    (event: 'onUrl' | 'onStatus' | 'onHeaderField' | 'onHeaderValue' | 'onBody') =>
    (parser: number, at: number, length: number) =>
      parsers.get(parser)?.[event](at, length) ?? 0;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(load()), {
    env: {
      wasm_on_message_begin: (parser: number) => parsers.get(parser)?.onMessageBegin() ?? 0,
      wasm_on_url: data('onUrl'),
      wasm_on_status: data('onStatus'),
      wasm_on_header_field: data('onHeaderField'),
      wasm_on_header_value: data('onHeaderValue'),
      wasm_on_headers_complete: (parser: number, _status: number, upgrade: number, keepAlive: number) =>
        parsers.get(parser)?.onHeadersComplete(upgrade === 1, keepAlive === 1) ?? 0,
      wasm_on_body: data('onBody'),
      wasm_on_message_complete: (parser: number) => parsers.get(parser)?.onMessageComplete() ?? 0,
    },
  });
  const library = exports as unknown as Llhttp;
  library._initialize();
  return library;
}
