import { serveProgram } from '../serve-program.ts';
import { RedisServer } from './server.ts';

void serveProgram({ name: 'redis', defaultPort: 6379, create: () => new RedisServer() }, process.argv.slice(2));
