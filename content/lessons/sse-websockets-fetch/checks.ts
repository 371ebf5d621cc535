import { defineChecks } from '#checks';
import { answerChecks } from './answer-checks.ts';
import { endingChecks } from './ending-checks.ts';
import { paceChecks } from './pace-checks.ts';
import { readingChecks } from './reading-checks.ts';

export default defineChecks([...answerChecks, ...paceChecks, ...readingChecks, ...endingChecks]);
