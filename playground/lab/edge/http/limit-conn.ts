import { limitConn, limitConnLogLevel, limitConnStatus } from '../config/settings/limits.ts';
import type { HttpRequest } from './request.ts';
import { endWithStatus } from './special.ts';

/** Requests under way, by the value of a zone's key. Outlives a reload, as shared memory does. */
export class ConnectionCounts {
  readonly #counts = new Map<string, number>();

  get(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Counts one more until the returned function is called. */
  take(key: string): () => void {
    this.#counts.set(key, this.get(key) + 1);
    return () => {
      const left = this.get(key) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    };
  }
}

/** False when a limit was reached, and the request answered. @see https://nginx.org/en/docs/http/ngx_http_limit_conn_module.html */
export function limitConnections(request: HttpRequest): boolean {
  if (request.limitStatus !== null) return true;
  for (const { zone, most } of limitConn.get(request.scope)) {
    const key = request.worker.config.connZones.get(zone)?.key.evaluate(request) ?? '';
    if (key === '') continue;
    const counts = request.worker.connectionCounts(zone);
    if (counts.get(key) >= most) {
      request.limitStatus = 'REJECTED';
      request.worker.log(request, limitConnLogLevel.get(request.scope), `limiting connections by zone "${zone}"`);
      endWithStatus(request, limitConnStatus.get(request.scope));
      return false;
    }
    request.releases.push(counts.take(key));
    request.limitStatus = 'PASSED';
  }
  return true;
}
