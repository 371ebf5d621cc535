import { createServer } from 'node:http';

createServer((_, response) => {
  const more = () => {
    if (response.writableNeedDrain) response.once('drain', more);
    else {
      response.write('data: x\n\n');
      setImmediate(more);
    }
  };
  more();
}).listen(Number(process.env.PORT));
