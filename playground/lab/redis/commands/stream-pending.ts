import { type CommandTable, type Context, reading, writing } from '../command.ts';
import { type ConsumerGroup, pendingOf } from '../consumer-group.ts';
import { array, bulk, bulks, EMPTY, integer, NULL, NULL_ARRAY, type Reply, syntaxError } from '../reply.ts';
import { formatId, parseId } from '../stream-id.ts';
import { Words } from '../words.ts';
import { findGroup } from './pending-group.ts';
import { autoClaim, claim } from './stream-claims.ts';
import { takeEnd, takeStart } from './streams.ts';

/** What was delivered to a group and is not acknowledged. */
export const STREAM_PENDING_COMMANDS: CommandTable = {
  xack: writing(-4, ({ db }, words) => {
    const key = words.take();
    const group = db.find(key, 'stream')?.stream.groups.get(words.take());
    if (!group) return integer(0);
    const ids = words.takeAll().map((word) => parseId(word));
    const released = ids.filter((id) => group.release(id)).length;
    if (released > 0) db.changed(key);
    return integer(released);
  }),
  xpending: reading(-3, listPending),
  xclaim: writing(-6, claim),
  xautoclaim: writing(-6, autoClaim),
};

function summary(group: ConsumerGroup): Reply {
  const { pending } = group;
  const [first, last] = [pending[0], pending.at(-1)];
  if (!first || !last) return array([integer(0), NULL, NULL, NULL_ARRAY]);
  const busy = group.consumers.filter((consumer) => consumer.pending.size > 0);
  return array([
    integer(pending.length),
    bulk(formatId(first.id)),
    bulk(formatId(last.id)),
    array(busy.map((consumer) => bulks([consumer.name, String(consumer.pending.size)]))),
  ]);
}

function listPending({ db }: Context, words: Words): Reply {
  const key = words.take();
  const name = words.take();
  if (words.done) return summary(findGroup(db, key, name).group);
  const minIdle = words.skip('IDLE') ? words.takeInteger() : 0;
  if (words.left < 3 || words.left > 4) throw syntaxError();
  const range = new Words(words.takeSome(2));
  const count = words.takeInteger();
  const [from, to] = [takeStart(range), takeEnd(range)];
  const { group } = findGroup(db, key, name);
  const consumer = words.done ? null : group.consumer(words.take());
  if (consumer === undefined) return EMPTY;
  const now = Date.now();
  const rows = (consumer === null ? group.pending : pendingOf(consumer))
    .filter(({ id, deliveredAt }) => id >= from && id <= to && now - deliveredAt >= minIdle)
    .slice(0, Math.max(0, count));
  return array(
    rows.map(({ id, consumer: owner, deliveredAt, deliveries }) =>
      array([bulk(formatId(id)), bulk(owner.name), integer(Math.max(0, now - deliveredAt)), integer(deliveries)]),
    ),
  );
}
