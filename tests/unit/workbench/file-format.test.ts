import { describe, expect, test } from 'vitest';
import { formatJson, indentConf } from '../../../src/workbench/file-format.ts';

describe('indentConf', () => {
  test('indents by blocks', () => {
    const conf = 'http {\nserver {\n  listen 80;\n\n      location / { root .; }\n}\n}\n';
    expect(indentConf(conf)).toBe(
      'http {\n    server {\n        listen 80;\n\n        location / { root .; }\n    }\n}\n',
    );
  });

  test('braces in quotes, comments and variables are no blocks', () => {
    const conf = ['http {', '    # { not this', '    log_format x "{ $host";', "    return 200 '}';", '}', ''].join(
      '\n',
    );
    expect(indentConf(conf)).toBe(conf);
  });

  test('takes an end too many', () => {
    expect(indentConf('}\n}\nuser www;')).toBe('}\n}\nuser www;');
  });
});

test('formatJson leaves alone what is no JSON', () => {
  expect(formatJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}\n');
  expect(formatJson('{')).toBeNull();
});
