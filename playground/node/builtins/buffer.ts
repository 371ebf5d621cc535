import type { Buffer as NodeBuffer } from 'node:buffer';
import { Buffer as NpmBuffer } from 'buffer/index.js';

export const Buffer: typeof NodeBuffer = NpmBuffer;
export type Buffer = NodeBuffer;
export default { Buffer };
