import { ErrorCode } from './error-code.ts';
import type { Member, Protocol } from './group-member.ts';

export interface JoinRequest {
  readonly clientId: string;
  /** Empty for a new member. */
  readonly memberId: string;
  readonly sessionTimeout: number;
  readonly rebalanceTimeout: number;
  readonly protocols: readonly Protocol[];
}

export interface Joined {
  readonly error: ErrorCode;
  readonly generation: number;
  readonly protocol: string;
  readonly leader: string;
  readonly memberId: string;
  /** Everybody's metadata, for the leader; empty for the others. */
  readonly members: readonly { readonly id: string; readonly metadata: Buffer }[];
}

export type Synced =
  | { readonly error: typeof ErrorCode.none; readonly assignment: Buffer }
  | { readonly error: ErrorCode; readonly assignment: null };

/**
 * - `empty`: nobody is in it; its offsets stay.
 * - `joining`: everybody has to join again; who does not in time is out.
 * - `syncing`: all have joined; the leader's assignment is to come.
 * - `stable`: everybody knows what is theirs.
 */
type State = 'empty' | 'joining' | 'syncing' | 'stable';

/** How long a new group waits for more members before it starts, in milliseconds. Kafka's default is 3000: here nobody should wait that long. */
const INITIAL_DELAY = 200;

/** One group of consumers: who is in it, in which generation. @see https://kafka.apache.org/protocol.html#The_Messages_JoinGroup */
export class Group {
  readonly #members = new Map<string, Member>();
  #state: State = 'empty';
  #generation = 0;
  #protocol = '';
  #leader = '';
  #timer: NodeJS.Timeout | null = null;
  /** Whether more members are given time to come before the first generation starts. */
  #isStarting = false;

  join(request: JoinRequest): Promise<Joined> {
    const { memberId } = request;
    if (memberId !== '' && !this.#members.has(memberId)) {
      return Promise.resolve(refusedJoin(ErrorCode.unknownMemberId, memberId));
    }
    if (!this.#isCompatible(request)) {
      return Promise.resolve(refusedJoin(ErrorCode.inconsistentGroupProtocol, memberId));
    }
    const member = this.#enter(request);
    return new Promise((resolve) => {
      member.join?.(refusedJoin(ErrorCode.rebalanceInProgress, member.id));
      member.join = resolve;
      this.#keepAlive(member);
      this.#rebalance();
    });
  }

  sync(
    memberId: string,
    generation: number,
    assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[],
  ): Promise<Synced> {
    const error = this.#check(memberId, generation);
    const member = this.#members.get(memberId);
    if (error !== ErrorCode.none || !member) return Promise.resolve({ error, assignment: null });
    if (this.#state === 'joining') return Promise.resolve({ error: ErrorCode.rebalanceInProgress, assignment: null });
    this.#keepAlive(member);
    if (this.#state === 'stable') {
      return Promise.resolve({ error: ErrorCode.none, assignment: member.assignment });
    }
    return new Promise((resolve) => {
      member.sync = resolve;
      if (memberId === this.#leader) this.#assign(assignments);
    });
  }

  heartbeat(memberId: string, generation: number): ErrorCode {
    const error = this.#check(memberId, generation);
    const member = this.#members.get(memberId);
    if (error !== ErrorCode.none || !member) return error;
    this.#keepAlive(member);
    return this.#state === 'joining' ? ErrorCode.rebalanceInProgress : ErrorCode.none;
  }

  leave(memberId: string): ErrorCode {
    const member = this.#members.get(memberId);
    if (!member) return ErrorCode.unknownMemberId;
    this.#remove(member);
    return ErrorCode.none;
  }

  /** Whether this member may commit offsets now. Without a member it may as long as nobody is in the group. */
  mayCommit(memberId: string, generation: number): ErrorCode {
    if (generation < 0 && memberId === '') {
      return this.#members.size === 0 ? ErrorCode.none : ErrorCode.unknownMemberId;
    }
    const error = this.#check(memberId, generation);
    if (error !== ErrorCode.none) return error;
    return this.#state === 'syncing' ? ErrorCode.rebalanceInProgress : ErrorCode.none;
  }

  /** Ends all waiting and all timers. */
  close(): void {
    for (const member of [...this.#members.values()]) this.#remove(member);
    if (this.#timer) clearTimeout(this.#timer);
  }

  #check(memberId: string, generation: number): ErrorCode {
    if (!this.#members.has(memberId)) return ErrorCode.unknownMemberId;
    return generation === this.#generation ? ErrorCode.none : ErrorCode.illegalGeneration;
  }

  /** Whether everybody else speaks one of the protocols. */
  #isCompatible({ memberId, protocols }: JoinRequest): boolean {
    const others = [...this.#members.values()].filter(({ id }) => id !== memberId);
    return protocols.some(({ name }) => others.every((member) => speaks(member, name)));
  }

  #enter({ clientId, memberId, sessionTimeout, rebalanceTimeout, protocols }: JoinRequest): Member {
    const id = memberId === '' ? `${clientId}-${crypto.randomUUID()}` : memberId;
    const known = this.#members.get(id);
    const member: Member = {
      id,
      protocols,
      sessionTimeout,
      rebalanceTimeout,
      assignment: Buffer.alloc(0),
      join: null,
      sync: null,
      timer: null,
    };
    if (known?.timer) clearTimeout(known.timer);
    known?.join?.(refusedJoin(ErrorCode.rebalanceInProgress, id));
    known?.sync?.({ error: ErrorCode.rebalanceInProgress, assignment: null });
    this.#members.set(id, member);
    return member;
  }

  /** A member that is not heard of for its session's time is out; one that waits for us is alive. */
  #keepAlive(member: Member): void {
    if (member.timer) clearTimeout(member.timer);
    member.timer = setTimeout(() => {
      if (member.join ?? member.sync) this.#keepAlive(member);
      else this.#remove(member);
    }, member.sessionTimeout);
  }

  #remove(member: Member): void {
    if (member.timer) clearTimeout(member.timer);
    this.#members.delete(member.id);
    member.join?.(refusedJoin(ErrorCode.unknownMemberId, member.id));
    member.sync?.({ error: ErrorCode.unknownMemberId, assignment: null });
    if (this.#members.size > 0) this.#rebalance();
    else {
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = null;
      this.#state = 'empty';
    }
  }

  /** Asks everybody to join again, or goes on when everybody has. */
  #rebalance(): void {
    if (this.#state !== 'joining') {
      this.#isStarting = this.#state === 'empty';
      this.#state = 'joining';
      for (const member of this.#members.values()) {
        member.sync?.({ error: ErrorCode.rebalanceInProgress, assignment: null });
        member.sync = null;
      }
      const patience = this.#isStarting
        ? INITIAL_DELAY
        : Math.max(...[...this.#members.values()].map(({ rebalanceTimeout }) => rebalanceTimeout));
      this.#timer = setTimeout(() => this.#startGeneration(), patience);
    }
    const everybody = [...this.#members.values()].every((member) => member.join !== null);
    if (everybody && !this.#isStarting) this.#startGeneration();
  }

  #startGeneration(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isStarting = false;
    for (const member of [...this.#members.values()]) {
      if (member.join !== null) continue;
      if (member.timer) clearTimeout(member.timer);
      this.#members.delete(member.id);
    }
    const members = [...this.#members.values()];
    const first = members[0];
    if (!first) {
      this.#state = 'empty';
      return;
    }
    this.#generation++;
    this.#state = 'syncing';
    if (!this.#members.has(this.#leader)) this.#leader = first.id;
    this.#protocol = first.protocols.find(({ name }) => members.every((other) => speaks(other, name)))?.name ?? '';
    for (const member of members) {
      member.join?.(this.#joined(member.id, members));
      member.join = null;
      this.#keepAlive(member);
    }
  }

  #joined(memberId: string, members: readonly Member[]): Joined {
    const metadataOf = ({ protocols }: Member) =>
      protocols.find(({ name }) => name === this.#protocol)?.metadata ?? Buffer.alloc(0);
    return {
      error: ErrorCode.none,
      generation: this.#generation,
      protocol: this.#protocol,
      leader: this.#leader,
      memberId,
      members:
        memberId === this.#leader ? members.map((member) => ({ id: member.id, metadata: metadataOf(member) })) : [],
    };
  }

  #assign(assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[]): void {
    this.#state = 'stable';
    const byMember = new Map(assignments.map(({ memberId, assignment }) => [memberId, assignment]));
    for (const member of this.#members.values()) {
      member.assignment = byMember.get(member.id) ?? Buffer.alloc(0);
      member.sync?.({ error: ErrorCode.none, assignment: member.assignment });
      member.sync = null;
    }
  }
}

function speaks({ protocols }: Member, protocol: string): boolean {
  return protocols.some(({ name }) => name === protocol);
}

function refusedJoin(error: ErrorCode, memberId: string): Joined {
  return { error, generation: -1, protocol: '', leader: '', memberId, members: [] };
}
