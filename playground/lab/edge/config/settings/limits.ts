import { ConfError, type LogLevel } from '../conf-error.ts';
import { ListSetting, Setting } from '../scope.ts';
import { firstArg, integer, oneOf } from '../values.ts';

export interface ConnectionLimit {
  readonly zone: string;
  readonly most: number;
}

/** Whether the zone exists is only known when everything is read. */
export const limitConn = new ListSetting<ConnectionLimit>({
  name: 'limit_conn',
  args: 2,
  parse: (directive, tools) => {
    const number = directive.args[1] ?? '';
    if (!/^[1-9]\d*$/.test(number)) {
      throw new ConfError(`invalid number of connections "${number}"`, directive.place);
    }
    const zone = firstArg(directive);
    tools.atEnd((defined) => {
      if (!defined.connZone(zone)) throw new ConfError(`zero size shared memory zone "${zone}"`, null);
    });
    return { zone, most: Number(number) };
  },
});

export const limitConnStatus = new Setting({
  name: 'limit_conn_status',
  parse: (directive) => {
    const status = integer(directive);
    if (status < 400 || status > 599) {
      throw new ConfError('value must be between 400 and 599', directive.place);
    }
    return status;
  },
  initial: 503,
});

export const limitConnLogLevel = new Setting<LogLevel>({
  name: 'limit_conn_log_level',
  parse: oneOf(['info', 'notice', 'warn', 'error']),
  initial: 'error',
});
