import { defineChecks } from '#checks';
import { clientChecks } from './client-checks.ts';
import { faultChecks } from './fault-checks.ts';
import { serviceChecks } from './service-checks.ts';

export default defineChecks([...serviceChecks, ...faultChecks, ...clientChecks]);
