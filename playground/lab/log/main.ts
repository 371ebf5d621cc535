import { serveProgram } from '../serve-program.ts';
import { Broker } from './broker.ts';

void serveProgram({ name: 'log', defaultPort: 9092, create: () => new Broker() }, process.argv.slice(2));
