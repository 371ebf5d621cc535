import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import http from 'node:http';
const storage = new AsyncLocalStorage();
const print = (where) => console.log(where, storage.getStore());
setTimeout(() => {
  storage.enterWith('entered in a timer');
  print('timer');
  setTimeout(() => print('its own timer'), 1);
}, 1);
setTimeout(() => print('another timer'), 40);
setTimeout(() => {
  storage.run('a', () => {
    storage.enterWith('b');
    print('entered in run');
    storage.disable();
    print('disabled');
  });
  print('after run');
  const scope = storage.withScope('scoped');
  print('in scope');
  scope[Symbol.dispose]();
  print('after scope');
  storage.run(undefined, () => print('undefined is a store'));
  let inner;
  storage.run('made here', () => {
    inner = new AsyncResource('Kept');
  });
  console.log(inner.runInAsyncScope(function (x) {
    return [this.name, x, storage.getStore()];
  }, { name: 'receiver' }, 1));
  serve();
}, 80);
/** One store for each request, as a server keeps it for its log. */
function serve() {
  const log = (...words) => lines.push([storage.getStore()?.id, ...words].join(' '));
  const lines = [];
  let id = 0;
  const server = http.createServer((req, res) => {
    storage.run({ id: ++id }, () => {
      log('start', req.url);
      setTimeout(() => {
        log('later', req.url);
        process.nextTick(() => {
          log('answer', req.url);
          res.end(String(storage.getStore().id));
        });
      }, 5);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    const get = (path, done) => storage.run({ id: `client ${path}` }, () => {
      http.get({ port, path, agent: false }, (res) => {
        log('head');
        res.setEncoding('utf8').on('data', (text) => done(text)).on('end', () => log('end'));
      });
    });
    get('/x', (one) => get('/y', (two) => {
      console.log([one, two]);
      server.close(() => console.log(lines.join('\n')));
    }));
  });
}
