import { captureContext } from '../../async-context.ts';
import { invalidArgType } from '../net/coded-error.ts';
import { type Emitter, type EmitterOptions, EventEmitter as emitter } from './emitter.ts';
import type { EventName } from './listeners.ts';

interface ResourceOptions extends EmitterOptions {
  name?: string;
}

const Base = emitter as unknown as new (options?: EmitterOptions) => Emitter;

let lastId = 0;

/**
 * An emitter whose listeners run in the context in which it was made. This machine has no async hooks: ids are only
 * distinct numbers, and `emitDestroy` has nobody to tell.
 *
 * @see https://nodejs.org/api/events.html#class-eventseventemitterasyncresource-extends-eventemitter
 */
export class EventEmitterAsyncResource extends Base {
  readonly #run = captureContext();
  readonly asyncId: number;
  readonly triggerAsyncId = 0;

  constructor(options?: ResourceOptions | string) {
    if (typeof options !== 'string' && new.target === EventEmitterAsyncResource && typeof options?.name !== 'string') {
      throw invalidArgType('options.name', 'of type string', options?.name);
    }
    super(typeof options === 'string' ? undefined : options);
    lastId += 1;
    this.asyncId = lastId;
  }

  get asyncResource(): this {
    return this;
  }

  override emit(type: EventName, ...args: unknown[]): boolean {
    return this.#run(() => super.emit(type, ...args));
  }

  emitDestroy(): void {}
}
