import { type Assertion, chai, type ExpectStatic, JestAsymmetricMatchers, JestChaiExpect } from '@vitest/expect';
import type { StreamEvent } from './event-stream.ts';
import { CheckFailure } from './failure.ts';
import type { Head } from './head.ts';
import { carries, STREAM_MATCHERS } from './stream-matchers.ts';

/** What a good answer does, and the mistake that most often looks like a breach of it. */
export interface Claim {
  readonly that: string;
  readonly likely?: string | undefined;
  /** What was seen, in words; else the value itself is shown. */
  readonly seen?: string | undefined;
}

/** Vitest's `expect` with the claim that an assertion stands for: that is what a learner reads when it does not hold. */
export type Expect = <T>(actual: T, claim: Claim | string) => Assertion<void, T>;

declare module '@vitest/expect' {
  interface Matchers<R, T> {
    /** For a `Head`: the status is 2xx. */
    toSucceed(): R;
    /** For a `Head`: the header is there and matches. */
    toHaveHeader(name: string, pattern: RegExp): R;
    /** For an event: its data is this value as JSON; other members may be there too. */
    toCarry(value: Readonly<Record<string, unknown>>): T extends StreamEvent | null ? R : never;
  }
}

chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
// The plugins above are what turns chai's `expect` into Vitest's.
const expectStatic = chai.expect as ExpectStatic;

/** Matchers that say themselves what they saw. */
const OWN_MATCHERS: readonly string[] = ['toSucceed', 'toHaveHeader', 'toCarry', ...STREAM_MATCHERS];

chai.use(({ Assertion }, { flag }) => {
  Assertion.addMethod('toSucceed', function () {
    const { status }: Head = flag(this, 'object');
    const seen = `status ${status}`;
    this.assert(
      status >= 200 && status < 300,
      () => seen,
      () => seen,
      '2xx',
    );
  });
  Assertion.addMethod('toHaveHeader', function (name: string, pattern: RegExp) {
    const head: Head | null = flag(this, 'object');
    const value = head?.headers[name];
    const seen = value === undefined ? `no ${name} header` : `${name}: ${value}`;
    this.assert(
      value !== undefined && pattern.test(value),
      () => seen,
      () => seen,
      pattern,
    );
  });
  Assertion.addMethod('toCarry', function (value: Readonly<Record<string, unknown>>) {
    const event: StreamEvent | null = flag(this, 'object');
    const seen = event ? `an event with the data ${JSON.stringify(event.data)}` : 'no such event';
    this.assert(
      event !== null && carries(event, value),
      () => seen,
      () => seen,
      value,
    );
  });
});

export const expect: Expect = (actual, claim) => {
  const { that, likely, seen } = typeof claim === 'string' ? { that: claim } : claim;
  return reporting(expectStatic(actual), (error, matcher) => {
    if (!(error instanceof Error)) throw error;
    const shown = seen ?? (OWN_MATCHERS.includes(matcher) ? error.message : show(actual));
    throw new CheckFailure({ expected: that, seen: shown, likely });
  });
};

/** The same assertion, whose matchers report failures through `onError` instead of throwing chai's own. */
function reporting<A extends object>(assertion: A, onError: (error: unknown, matcher: string) => never): A {
  return new Proxy(assertion, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (member instanceof chai.Assertion && typeof member !== 'function') return reporting(member, onError);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        try {
          return Reflect.apply(member, target, args);
        } catch (error) {
          return onError(error, String(name));
        }
      };
    },
  });
}

function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}
