/** `node --import preload.ts server.ts`: what the runner puts in front of the learner's program. */
import { followRunner } from './follow.ts';

followRunner();
