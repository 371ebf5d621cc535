import { isIP, isIPv4, isIPv6 } from 'node:net';
const inputs = ['127.0.0.1', '256.1.1.1', '1.2.3', '::', '::1', '::ffff:127.0.0.1', 'fe80::1%eth0', '2001:db8::8a2e:370:7334', '2001:db8::8a2e::7334', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7', '', 'localhost', '01.2.3.4'];
for (const input of inputs) console.log(JSON.stringify(input), isIP(input), isIPv4(input), isIPv6(input));
