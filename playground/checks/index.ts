/** What an exercise's `checks.ts` imports as `#checks`. */
export type { Check, CheckTools, StartOptions } from './check.ts';
export { defineChecks } from './check.ts';
export type { ChildExit } from './child.ts';
export type { Client, SourceState } from './client.ts';
export type { Clock } from './clock/clock.ts';
export type { Edge, EdgeOptions } from './edge.ts';
export type { EventStream, StreamChunk, StreamComment, StreamEnd, StreamEvent } from './event-stream.ts';
export type { Claim, Expect } from './expect.ts';
export type { FetchClient, Outcome, RequestState } from './fetch-client.ts';
export type { Head } from './head.ts';
export type { Answer, Ask } from './http-exchange.ts';
export { runMain } from './main.ts';
export type { Redis, RedisRelay, RedisReply } from './redis.ts';
export type { RestartOptions, Server } from './server.ts';
export type { StreamItem } from './sse-parser.ts';
