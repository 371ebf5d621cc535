import 'monaco-editor/languages/definitions/css/register';
import 'monaco-editor/languages/definitions/html/register';
import 'monaco-editor/languages/definitions/typescript/register';
import 'monaco-editor/languages/definitions/yaml/register';
import { languages } from 'monaco-editor/editor';
import { formatJson, indentConf } from './file-format.ts';

/** JSON as RFC 8259 has it: a mistake keeps the colour of plain text. */
const json: languages.IMonarchLanguage = {
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'attribute.name'],
      [/"(?:[^"\\]|\\.)*"/, 'string'],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'],
      [/\b(?:true|false|null)\b/, 'keyword'],
      [/[{}[\],:]/, 'delimiter'],
    ],
  },
};

/** How nginx reads its configuration: words, quoted or not, ended by `;` or a block. https://nginx.org/en/docs/beginners_guide.html#conf_structure */
const nginx: languages.IMonarchLanguage = {
  blocks: [
    'events',
    'geo',
    'http',
    'if',
    'limit_except',
    'location',
    'map',
    'server',
    'split_clients',
    'types',
    'upstream',
  ],
  tokenizer: {
    root: [
      { include: 'blanks' },
      [
        /[A-Za-z_][\w-]*/,
        { cases: { '@blocks': { token: 'keyword', next: '@values' }, '@default': { token: 'type', next: '@values' } } },
      ],
      [/[{};]/, 'delimiter'],
      [/[^\s{}#;]+/, { token: '', next: '@values' }],
    ],
    values: [
      { include: 'blanks' },
      [/[;{}]/, { token: 'delimiter', next: '@pop' }],
      [/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/, 'string'],
      [/\$\{?\w+\}?/, 'number'],
      [/\d+(?:ms|[smhdwMykKgG])?(?=[\s;])/, 'number'],
      [/\b(?:on|off)(?=[\s;])/, 'keyword'],
      [/(?:~\*?|\^~|=|!~\*?|!=)(?=\s)/, 'delimiter'],
      [/[^\s;{}$"']+|./, ''],
    ],
    blanks: [
      [/\s+/, ''],
      [/#.*$/, 'comment'],
    ],
  },
};

languages.register({ id: 'json', extensions: ['.json'] });
languages.setMonarchTokensProvider('json', json);
languages.setLanguageConfiguration('json', {
  brackets: [
    ['{', '}'],
    ['[', ']'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '"', close: '"' },
  ],
});

languages.register({ id: 'nginx', extensions: ['.conf'] });
languages.setMonarchTokensProvider('nginx', nginx);
languages.setLanguageConfiguration('nginx', {
  comments: { lineComment: '#' },
  brackets: [['{', '}']],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '"', close: '"' },
  ],
  wordPattern: /[\w$-]+/,
});

/** Replaces a whole file's text; null leaves it alone. */
function formatter(format: (text: string) => string | null): languages.DocumentFormattingEditProvider {
  return {
    provideDocumentFormattingEdits(model) {
      const text = format(model.getValue());
      return text === null ? [] : [{ range: model.getFullModelRange(), text }];
    },
  };
}

languages.registerDocumentFormattingEditProvider('nginx', formatter(indentConf));
languages.registerDocumentFormattingEditProvider('json', formatter(formatJson));
