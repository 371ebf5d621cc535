import type { Connection, Mark } from './marks.ts';
import type { WireModel } from './wire-model.ts';

/** Names the shape of the file, and its version. */
const format = 'steady-stream wire 1';

/** Plain facts, without what a live connection needs for itself. */
function exportConnection(connection: Connection) {
  const { number, requestAt, method, path, lastEventId, answerAt, status, contentType } = connection;
  const { isStream, peer, peerAt, silentAt, end, arrivals, requestHead, forwardedHead, answerHead } = connection;
  return {
    number,
    method,
    path,
    lastEventId,
    requestAt,
    answerAt,
    status,
    contentType,
    isStream,
    server: peer,
    serverAt: peerAt,
    silentAt,
    end,
    arrivals: [...arrivals],
    requestHead,
    forwardedHead,
    answerHead,
  };
}

function exportMark({ lane, connection, ...facts }: Mark) {
  return { ...facts, client: lane?.number ?? null, connection: connection?.number ?? null };
}

/** All that is kept of a wire as plain data. Times are milliseconds since the edge started. */
export function exportWire(model: WireModel) {
  return {
    format,
    forgotten: model.forgotten,
    faults: model.spans,
    clients: model.lanes.map(({ number, path, connections }) => ({
      number,
      path,
      connections: connections.map(exportConnection),
    })),
    marks: model.marks.map(exportMark),
  };
}
