import { Channel, type ChannelName, channel, type Subscriber } from './diagnostics_channel/channel.ts';
import { TracingChannel } from './diagnostics_channel/tracing-channel.ts';
import { invalidArgType } from './net/coded-error.ts';

export const hasSubscribers = (name: ChannelName): boolean => channel(name).hasSubscribers;
export const subscribe = (name: ChannelName, subscriber: Subscriber): void => channel(name).subscribe(subscriber);
export const unsubscribe = (name: ChannelName, subscriber: Subscriber): boolean =>
  channel(name).unsubscribe(subscriber);

/** @see https://nodejs.org/api/diagnostics_channel.html#diagnostics_channeltracingchannelnameorchannels */
export function tracingChannel(names: ConstructorParameters<typeof TracingChannel>[0]): TracingChannel {
  if (typeof names !== 'string' && (typeof names !== 'object' || names === null)) {
    throw invalidArgType('nameOrChannels', 'of type string or an instance of TracingChannel or Object', names);
  }
  return new TracingChannel(names);
}

export { Channel, channel };

export default { Channel, channel, hasSubscribers, subscribe, tracingChannel, unsubscribe };
