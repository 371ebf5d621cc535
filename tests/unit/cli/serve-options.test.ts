import { describe, expect, it } from 'vitest';
import { parseServeOptions, ServeUsageError } from '../../../playground/cli/serve-options.ts';

describe('ports', () => {
  it.each([
    [[], {}, 4321, 4322],
    [['--port', '5000'], {}, 5000, 5001],
    [[], { PORT: '6000' }, 6000, 6001],
    [['--port', '5000'], { PORT: '6000' }, 5000, 5001],
    [['--port=5000', '--runtime-port=7000'], {}, 5000, 7000],
  ])('%j with %j', (words, environment, sitePort, runtimePort) => {
    expect(parseServeOptions(words, environment)).toEqual({ sitePort, runtimePort });
  });

  it.each([
    [['--port', 'x'], {}],
    [['--port', '0'], {}],
    [['--port', '65535'], {}],
    [['--prot', '5000'], {}],
    [['extra'], {}],
    [['--port', '5000', '--runtime-port', '5000'], {}],
    [[], { PORT: '-1' }],
  ])('%j with %j is refused', (words, environment) => {
    expect(() => parseServeOptions(words, environment)).toThrow(ServeUsageError);
  });

  it('are not needed for help', () => {
    expect(parseServeOptions(['--help'], {})).toBeNull();
  });
});
