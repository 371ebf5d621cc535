import type { Template } from '../../variables/template.ts';
import { ConfError } from '../conf-error.ts';
import { ListSetting, WITH_IF } from '../scope.ts';
import { firstArg, invalidParameter } from '../values.ts';

export interface AccessLog {
  /** `off`, or a path. */
  readonly path: string;
  readonly format: string;
  /** Logs only what this makes neither empty nor 0. */
  readonly condition: Template | null;
}

const PARAMETER = /^(?:buffer|flush|gzip)(?:=|$)/;

export const accessLog = new ListSetting<AccessLog>({
  name: 'access_log',
  contexts: [...WITH_IF, 'limit_except'],
  args: [1, 32],
  parse: (directive, tools) => {
    const words = directive.args.slice(1);
    const condition = words.find((word) => word.startsWith('if='));
    const rest = words.filter((word) => word !== condition && !PARAMETER.test(word));
    const [format = 'combined', ...unknown] = rest;
    if (unknown[0] !== undefined) throw invalidParameter(directive, unknown[0]);
    if (!tools.defined.logFormat(format)) throw new ConfError(`unknown log format "${format}"`, directive.place);
    return {
      path: firstArg(directive),
      format,
      condition: condition === undefined ? null : tools.template(condition.slice(3), directive),
    };
  },
});
