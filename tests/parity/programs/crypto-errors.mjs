import crypto from 'node:crypto';
const attempt = (name, action) => {
  try {
    console.log(name, '->', action());
  } catch (error) {
    console.log(name, '|', error.name, error.code, error.message);
  }
};
const done = crypto.createHash('md5');
done.update('a').digest();
const signed = crypto.createHmac('md5', 'k');
signed.digest();
const calls = {
  'unknown hash': () => crypto.createHash('nope'),
  'no hash': () => crypto.createHash(),
  'hash is a number': () => crypto.createHash(5),
  'data is a number': () => crypto.createHash('md5').update(5),
  'no data': () => crypto.createHash('md5').update(),
  'update after digest': () => done.update('b'),
  'digest after digest': () => done.digest(),
  'copy after digest': () => done.copy(),
  'length of no XOF': () => crypto.createHash('sha256', { outputLength: 5 }),
  'its own length': () => crypto.createHash('sha256', { outputLength: 32 }).digest('hex').length,
  'hash() unknown': () => crypto.hash('nope', 'a'),
  'hash() of nothing': () => crypto.hash('md5'),
  'hash() encoding': () => crypto.hash('md5', 'a', 'zz'),
  'unknown hmac': () => crypto.createHmac('nope', 'k'),
  'hmac without key': () => crypto.createHmac('sha256'),
  'hmac key is a number': () => crypto.createHmac('sha256', 4),
  'hmac is a number': () => crypto.createHmac(4, 'k'),
  'hmac digest twice': () => signed.digest(),
  'hmac update after digest': () => signed.update('a'),
  'bytes below': () => crypto.randomBytes(-1),
  'bytes text': () => crypto.randomBytes('x'),
  'bytes beyond': () => crypto.randomBytes(2 ** 33),
  'bytes NaN': () => crypto.randomBytes(Number.NaN),
  'bytes callback': () => crypto.randomBytes(4, 5),
  'int order': () => crypto.randomInt(5, 3),
  'int text': () => crypto.randomInt('x'),
  'int fraction': () => crypto.randomInt(1.5),
  'int range': () => crypto.randomInt(0, 2 ** 49),
  'int of nothing': () => crypto.randomInt(0),
  'int callback': () => crypto.randomInt(1, 2, 3),
  'uuid options': () => crypto.randomUUID(4),
  'uuid option': () => crypto.randomUUID({ disableEntropyCache: 5 }),
  'equal lengths': () => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')),
  'equal text': () => crypto.timingSafeEqual('a', Buffer.from('a')),
  'fill text': () => crypto.randomFillSync('x'),
  'fill offset': () => crypto.randomFillSync(Buffer.alloc(4), 5),
  'fill size': () => crypto.randomFillSync(Buffer.alloc(4), 1, 9),
  'fill callback': () => crypto.randomFill(Buffer.alloc(4)),
  'pbkdf2 iterations': () => crypto.pbkdf2Sync('p', 's', 0, 20, 'sha1'),
  'pbkdf2 digest': () => crypto.pbkdf2Sync('p', 's', 1, 20, 'nope'),
  'pbkdf2 no digest': () => crypto.pbkdf2Sync('p', 's', 1, 20),
  'pbkdf2 password': () => crypto.pbkdf2Sync(5, 's', 1, 20, 'sha1'),
  'pbkdf2 keylen': () => crypto.pbkdf2Sync('p', 's', 1, -1, 'sha1'),
  'pbkdf2 callback': () => crypto.pbkdf2('p', 's', 1, 20, 'sha1'),
  'scrypt N': () => crypto.scryptSync('p', 's', 16, { N: 15 }),
  'scrypt memory': () => crypto.scryptSync('p', 's', 16, { N: 2 ** 20 }),
  'scrypt both': () => crypto.scryptSync('p', 's', 16, { N: 4, cost: 4 }),
  'scrypt keylen': () => crypto.scryptSync('p', 's', -1),
  'scrypt N text': () => crypto.scryptSync('p', 's', 4, { N: 'x' }),
  'scrypt callback': () => crypto.scrypt('p', 's', 16),
  'hkdf digest': () => crypto.hkdfSync('nope', 'k', 's', 'i', 16),
  'hkdf length': () => crypto.hkdfSync('sha256', 'k', 's', 'i', 9000),
  'hkdf info': () => crypto.hkdfSync('sha256', 'k', 's', Buffer.alloc(2000), 9),
  'hkdf key': () => crypto.hkdfSync('sha256', 5, 's', '', 9),
};
for (const [name, call] of Object.entries(calls)) attempt(name, call);
attempt('names', () => Object.keys(crypto).sort().join());
attempt('constants', () => [crypto.constants.RSA_PKCS1_PADDING, crypto.constants.TLS1_2_VERSION, Object.keys(crypto.constants).length > 40]);
const stream = crypto.createHash('md5');
stream.on('error', (error) => console.log('stream', error.code, error.message));
stream.end('x', () => stream.write('y'));
