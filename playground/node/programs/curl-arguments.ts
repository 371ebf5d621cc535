/** As much of curl's command line as people use on event streams. @see https://curl.se/docs/manpage.html */
export interface CurlArguments {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  /** Write the answer's head too. */
  readonly include: boolean;
  readonly verbose: boolean;
  readonly silent: boolean;
  readonly follow: boolean;
  readonly fail: boolean;
  readonly maxSeconds: number | null;
}

/** Says what curl would. */
export class CurlUsageError extends Error {}

type Draft = { -readonly [Key in keyof CurlArguments]: CurlArguments[Key] };

const FLAGS: Readonly<Record<string, (draft: Draft) => void>> = {
  '-i': (draft) => {
    draft.include = true;
  },
  '-v': (draft) => {
    draft.verbose = true;
  },
  '-s': (draft) => {
    draft.silent = true;
  },
  '-L': (draft) => {
    draft.follow = true;
  },
  '-f': (draft) => {
    draft.fail = true;
  },
  '-I': (draft) => {
    draft.method = 'HEAD';
    draft.include = true;
  },
  // Output is never held back here, and errors are always shown.
  '-N': () => {},
  '-S': () => {},
};

const OPTIONS: Readonly<Record<string, (draft: Draft, value: string) => void>> = {
  '-X': (draft, value) => {
    draft.method = value;
  },
  '-H': (draft, value) => {
    const [, name = '', text = ''] = /^([^:]+):\s*(.*)$/.exec(value) ?? [];
    if (name) draft.headers = [...draft.headers, [name, text]];
  },
  '-d': (draft, value) => {
    draft.body = draft.body === null ? value : `${draft.body}&${value}`;
  },
  '-m': (draft, value) => {
    draft.maxSeconds = Number(value);
  },
};

const LONG: Readonly<Record<string, string>> = {
  '--data': '-d',
  '--data-raw': '-d',
  '--fail': '-f',
  '--head': '-I',
  '--header': '-H',
  '--include': '-i',
  '--location': '-L',
  '--max-time': '-m',
  '--no-buffer': '-N',
  '--request': '-X',
  '--show-error': '-S',
  '--silent': '-s',
  '--verbose': '-v',
};

/** `-sN` is `-s -N`, and `-XPOST` is `-X POST`. */
function spread(word: string): string[] {
  if (word.startsWith('--')) return [LONG[word] ?? word];
  if (!/^-[a-zA-Z]./.test(word)) return [word];
  const flag = word.slice(0, 2);
  return flag in OPTIONS ? [flag, word.slice(2)] : [flag, ...spread(`-${word.slice(2)}`)];
}

/** Throws a {@link CurlUsageError}. */
export function parseCurlArguments(words: readonly string[]): CurlArguments {
  const draft: Draft = {
    url: '',
    method: '',
    headers: [],
    body: null,
    include: false,
    verbose: false,
    silent: false,
    follow: false,
    fail: false,
    maxSeconds: null,
  };
  const rest = words.flatMap(spread);
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index]!;
    if (word in FLAGS) FLAGS[word]!(draft);
    else if (word in OPTIONS) {
      const value = rest[++index];
      if (value === undefined) throw new CurlUsageError(`option ${word}: requires parameter`);
      OPTIONS[word]!(draft, value);
    } else if (word.startsWith('-')) throw new CurlUsageError(`option ${word}: is unknown on this machine`);
    else draft.url = /^https?:\/\//.test(word) ? word : `http://${word}`;
  }
  if (draft.url === '') throw new CurlUsageError('(2) no URL specified');
  if (draft.method === '') draft.method = draft.body === null ? 'GET' : 'POST';
  return draft;
}
