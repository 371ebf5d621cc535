/** Between the machine's Worker and the headless page, which makes the Workers of processes where a Worker cannot. */

export type FromThreadUser =
  /** One more Worker, to be had at once when it is needed. */
  { readonly type: 'thread-wanted' } | { readonly type: 'thread-unwanted'; readonly thread: number };

export type ToThreadUser =
  | { readonly type: 'thread'; readonly thread: number; readonly port: MessagePort }
  | { readonly type: 'thread-failed'; readonly thread: number; readonly reason: string };
