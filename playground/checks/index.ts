/** What an exercise's `checks.ts` imports as `#checks`. */
export type { Check, CheckTools } from './check.ts';
export { defineChecks } from './check.ts';
export type { Client, SourceState } from './client.ts';
export type { EventStream, StreamEnd, StreamEvent } from './event-stream.ts';
export type { Claim, Expect } from './expect.ts';
export type { Head } from './head.ts';
export { runMain } from './main.ts';
export type { Answer, Server } from './server.ts';
export type { StreamItem } from './sse-parser.ts';
