import { defineChecks } from '#checks';
import { clientChecks } from './client-checks.ts';
import { serverChecks } from './server-checks.ts';

export default defineChecks([...serverChecks, ...clientChecks]);
