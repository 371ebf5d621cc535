import { invalidArgType } from '../net/coded-error.ts';
import { Channel, channel, type Subscriber } from './channel.ts';

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
type EventName = (typeof EVENTS)[number];

type Context = Record<string, unknown>;
type Traced<This, Args extends unknown[], Result> = (this: This, ...args: Args) => Result;

/** Five channels that tell of one operation. @see https://nodejs.org/api/diagnostics_channel.html#class-tracingchannel */
export class TracingChannel implements Record<EventName, Channel> {
  declare readonly start: Channel;
  declare readonly end: Channel;
  declare readonly asyncStart: Channel;
  declare readonly asyncEnd: Channel;
  declare readonly error: Channel;

  constructor(names: string | Record<EventName, Channel>) {
    for (const event of EVENTS) {
      const value = typeof names === 'string' ? channel(`tracing:${names}:${event}`) : names[event];
      if (!(value instanceof Channel)) throw invalidArgType(`nameOrChannels.${event}`, 'an instance of Channel', value);
      Object.defineProperty(this, event, { value });
    }
  }

  get hasSubscribers(): boolean {
    return EVENTS.some((event) => this[event].hasSubscribers);
  }

  subscribe(handlers: Partial<Record<EventName, Subscriber>>): void {
    for (const event of EVENTS) {
      const handler = handlers[event];
      if (handler) this[event].subscribe(handler);
    }
  }

  unsubscribe(handlers: Partial<Record<EventName, Subscriber>>): boolean {
    let all = true;
    for (const event of EVENTS) {
      const handler = handlers[event];
      if (handler && !this[event].unsubscribe(handler)) all = false;
    }
    return all && EVENTS.some((event) => handlers[event]);
  }

  traceSync<This, Args extends unknown[], Result>(
    fn: Traced<This, Args, Result>,
    context: Context = {},
    thisArg?: This,
    ...args: Args
  ): Result {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    return this.start.runStores(context, () => {
      try {
        const result = Reflect.apply(fn, thisArg, args);
        context.result = result;
        return result;
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  tracePromise<This, Args extends unknown[], Result>(
    fn: Traced<This, Args, Result | Promise<Result>>,
    context: Context = {},
    thisArg?: This,
    ...args: Args
  ): Result | Promise<Result> {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const settled = (outcome: Context) => {
      Object.assign(context, outcome);
      if ('error' in outcome) this.error.publish(context);
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    return this.start.runStores(context, () => {
      try {
        const promise = Promise.resolve(Reflect.apply(fn, thisArg, args));
        return promise.then(
          (result) => {
            settled({ result });
            return result;
          },
          (error: unknown) => {
            settled({ error });
            throw error;
          },
        );
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  /** The callback is at `position` of the arguments, counted from the end when negative. */
  traceCallback<This, Result>(
    fn: Traced<This, unknown[], Result>,
    position = -1,
    context: Context = {},
    thisArg?: This,
    ...args: unknown[]
  ): Result {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const callback = args.at(position);
    if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
    const tracing = this;
    const wrapped = function (this: unknown, error: unknown, result: unknown, ...rest: unknown[]) {
      if (error) {
        context.error = error;
        tracing.error.publish(context);
      } else context.result = result;
      tracing.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, [error, result, ...rest]);
        } finally {
          tracing.asyncEnd.publish(context);
        }
      });
    };
    args.splice(position, 1, wrapped);
    return this.start.runStores(context, () => {
      try {
        return Reflect.apply(fn, thisArg, args);
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
}
