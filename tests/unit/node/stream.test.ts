import { expect, test } from 'vitest';
import { EventEmitter } from '#node/builtins/events.ts';
import stream, {
  Duplex,
  finished,
  PassThrough,
  pipeline,
  Readable,
  Transform,
  Writable,
} from '#node/builtins/stream.ts';

test('each class is a Stream and an emitter of this machine', () => {
  for (const made of [new Readable(), new Writable(), new Duplex(), new Transform(), new PassThrough()]) {
    expect(made).toBeInstanceOf(stream);
    expect(made).toBeInstanceOf(EventEmitter);
  }
  expect(new Duplex()).toBeInstanceOf(Writable);
});

test('water marks are those of Node 24', () => {
  expect([new Readable().readableHighWaterMark, new Writable().writableHighWaterMark]).toEqual([65536, 65536]);
  expect(new Readable({ objectMode: true }).readableHighWaterMark).toBe(16);
});

test('errors are as all of the machine’s: a class, a code of their own, the code in the text', async () => {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  sink.end();
  const error = await new Promise<Error>((resolve) => {
    sink.on('error', resolve);
    sink.write('late');
  });
  expect(Object.keys(error)).toEqual(['code']);
  expect(String(error)).toBe('Error [ERR_STREAM_WRITE_AFTER_END]: write after end');
  expect(() => sink.write(5)).toThrow(/must be of type string or an instance of Buffer, TypedArray, or DataView/);
});

test('a write that went well gives its callback null', async () => {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  expect(await new Promise((resolve) => sink.write('x', resolve))).toBeNull();
});

test('a pipeline that is cut short destroys both ends', async () => {
  const [source, sink] = [new PassThrough(), new PassThrough()];
  const ended = new Promise((resolve) => pipeline(source, sink, resolve));
  source.destroy();
  expect(await ended).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
  expect(sink.destroyed).toBe(true);
});

test('a web stream read as ours is cancelled when ours is destroyed', async () => {
  let reason: unknown;
  const web = new ReadableStream({ cancel: (given) => (reason = given) });
  const readable = Readable.fromWeb(web as Parameters<typeof Readable.fromWeb>[0]);
  const error = new Error('enough');
  readable.on('error', () => {});
  readable.destroy(error);
  await new Promise((resolve) => finished(readable, resolve));
  expect(reason).toBe(error);
});

test('a web reader that lags makes ours wait', async () => {
  let made = 0;
  const source = new Readable({
    highWaterMark: 10,
    read() {
      made += 1;
      this.push('0123456789');
    },
  });
  const reader = Readable.toWeb(source).getReader();
  await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(made).toBeLessThan(10);
  await reader.cancel();
  expect(source.destroyed).toBe(true);
});
