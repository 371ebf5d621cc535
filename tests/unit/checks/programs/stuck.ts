import { createServer } from 'node:http';

createServer(() => {
  for (;;);
}).listen(Number(process.env.PORT));
