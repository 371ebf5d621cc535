import { serveProgram } from '../serve-program.ts';
import { ChatServer } from './chat-server.ts';

void serveProgram({ name: 'chat', defaultPort: 8081, create: () => new ChatServer() }, process.argv.slice(2));
