import { hostClient } from './client-host.ts';

hostClient((url) => import(url));
