import { defineChecks } from '#checks';
import { faultChecks } from './fault-checks.ts';
import { replayChecks } from './replay-checks.ts';

export default defineChecks([...replayChecks, ...faultChecks]);
