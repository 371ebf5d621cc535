import { BlockList, SocketAddress } from 'node:net';
const list = new BlockList();
list.addAddress('123.123.123.123');
list.addRange('10.0.0.1', '10.0.0.10');
list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
console.log(list.rules);
for (const [address, family] of [['123.123.123.123'], ['10.0.0.3'], ['10.0.0.11'], ['222.111.111.222'], ['::ffff:7b7b:7b7b', 'ipv6'], ['::ffff:123.123.123.123', 'ipv6'], ['8592:757c:efae:4e45:1::', 'ipv6'], ['8592:757c:efae:4e46::', 'ipv6'], ['nonsense']]) {
  console.log(address, list.check(address, family));
}
const address = new SocketAddress({ address: '10.0.0.2', port: 80 });
console.log(address.address, address.port, address.family, address.flowlabel, list.check(address));
for (const attempt of [() => list.addAddress('nope'), () => list.addSubnet('10.0.0.0', 33), () => list.addAddress(5)]) {
  try {
    attempt();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
