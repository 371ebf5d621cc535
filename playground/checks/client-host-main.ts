/** The program that holds a client module: `client-host.ts` is bundled beside it, in a file that starts sooner. */
export const CLIENT_HOST_MAIN = "import host from './client-host.cjs';\nhost.hostClient((url) => import(url));\n";
