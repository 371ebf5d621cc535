import type { Config } from './config.ts';

/**
 * Whether a subscriber takes its messages too slowly: more bytes wait for it than the hard limit, or than the soft limit
 * for too long.
 *
 * @see https://redis.io/docs/latest/develop/reference/clients/#output-buffer-limits
 */
export class OutputLimit {
  readonly #config: Config;
  #overSoftSince: number | null = null;

  constructor(config: Config) {
    this.#config = config;
  }

  exceeded(waiting: number): boolean {
    const { hard, soft, seconds } = this.#config.pubsubOutputLimit;
    if (hard > 0 && waiting >= hard) return true;
    if (soft === 0 || waiting < soft) {
      this.#overSoftSince = null;
      return false;
    }
    this.#overSoftSince ??= Date.now();
    return Date.now() - this.#overSoftSince > seconds * 1000;
  }
}
