import type { PreviewMessage } from '../lab/edge/protocol.ts';

const MESSAGE_TYPES: ReadonlySet<unknown> = new Set<PreviewMessage['type']>(['alive', 'left', 'console', 'error']);

/** Whether a message that a frame posted is one of a preview page's: learner code may post what it likes. */
export function isPreviewMessage(data: unknown): data is PreviewMessage {
  if (typeof data !== 'object' || data === null) return false;
  if (!('source' in data) || data.source !== 'steady-stream-preview') return false;
  if (!('type' in data) || !MESSAGE_TYPES.has(data.type)) return false;
  if (data.type === 'alive' && !('href' in data && typeof data.href === 'string')) return false;
  if (data.type === 'alive' || data.type === 'left') return 'page' in data && typeof data.page === 'string';
  return 'text' in data && typeof data.text === 'string';
}
