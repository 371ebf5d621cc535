import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ErrorCode } from '#lab/log/error-code.ts';
import { Group, type Joined } from '#lab/log/group.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const RANGE = { name: 'range', metadata: Buffer.from('m') };

function join(group: Group, memberId = '', protocols = [RANGE]): Promise<Joined> {
  return group.join({ clientId: 'c', memberId, sessionTimeout: 10_000, rebalanceTimeout: 5000, protocols });
}

async function startGroup(size: number) {
  const group = new Group();
  const joining = Array.from({ length: size }, () => join(group));
  await vi.advanceTimersByTimeAsync(200);
  const joined = await Promise.all(joining);
  const leader = joined.find(({ leader: id, memberId }) => id === memberId)!;
  const assignments = leader.members.map(({ id }) => ({ memberId: id, assignment: Buffer.from(id) }));
  const syncing = joined.map(({ memberId, generation }) =>
    group.sync(memberId, generation, memberId === leader.memberId ? assignments : []),
  );
  return { group, joined, leader, synced: await Promise.all(syncing) };
}

describe('a group of consumers', () => {
  it('starts with all who come in the first moment, and one of them leads', async () => {
    const { joined, leader, synced } = await startGroup(3);
    expect(joined.map(({ generation }) => generation)).toEqual([1, 1, 1]);
    expect(leader.members).toHaveLength(3);
    expect(joined.filter(({ members }) => members.length > 0)).toHaveLength(1);
    expect(synced.map(({ assignment }) => String(assignment))).toEqual(joined.map(({ memberId }) => memberId));
  });

  it('asks everybody to join again when one comes', async () => {
    const { group, joined } = await startGroup(1);
    const [{ memberId, generation }] = joined as [Joined];
    expect(group.heartbeat(memberId, generation)).toBe(ErrorCode.none);
    const newcomer = join(group);
    expect(group.heartbeat(memberId, generation)).toBe(ErrorCode.rebalanceInProgress);
    const again = join(group, memberId);
    expect((await again).generation).toBe(2);
    expect((await newcomer).leader).toBe(memberId);
    expect(group.heartbeat(memberId, generation)).toBe(ErrorCode.illegalGeneration);
  });

  it('goes on without who does not join again in time', async () => {
    const { group, joined } = await startGroup(2);
    const [stays, goes] = joined as [Joined, Joined];
    const again = join(group, stays.memberId);
    const late = vi.fn();
    void again.then(late);
    await vi.advanceTimersByTimeAsync(4900);
    expect(late).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(await again).toMatchObject({ generation: 2, error: ErrorCode.none });
    expect(group.heartbeat(goes.memberId, 1)).toBe(ErrorCode.unknownMemberId);
  });

  it('forgets who is not heard of for its session', async () => {
    const { group, joined } = await startGroup(2);
    const [one, other] = joined as [Joined, Joined];
    await vi.advanceTimersByTimeAsync(9000);
    expect(group.heartbeat(one.memberId, 1)).toBe(ErrorCode.none);
    await vi.advanceTimersByTimeAsync(2000);
    expect(group.heartbeat(other.memberId, 1)).toBe(ErrorCode.unknownMemberId);
    expect(group.heartbeat(one.memberId, 1)).toBe(ErrorCode.rebalanceInProgress);
  });

  it('lets nobody commit who does not belong to the generation', async () => {
    const { group, joined } = await startGroup(1);
    const [{ memberId }] = joined as [Joined];
    expect(group.mayCommit(memberId, 1)).toBe(ErrorCode.none);
    expect(group.mayCommit(memberId, 0)).toBe(ErrorCode.illegalGeneration);
    expect(group.mayCommit('stranger', 1)).toBe(ErrorCode.unknownMemberId);
    expect(group.mayCommit('', -1)).toBe(ErrorCode.unknownMemberId);
    group.leave(memberId);
    expect(group.mayCommit('', -1)).toBe(ErrorCode.none);
  });

  it('refuses who speaks no protocol of the others', async () => {
    const { group } = await startGroup(1);
    const stranger = await join(group, '', [{ name: 'sticky', metadata: Buffer.alloc(0) }]);
    expect(stranger.error).toBe(ErrorCode.inconsistentGroupProtocol);
    expect((await join(group, 'nobody')).error).toBe(ErrorCode.unknownMemberId);
  });

  it('leaves no timer behind', async () => {
    const { group } = await startGroup(3);
    void join(group);
    group.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
