// Which addresses a stranger may make the server connect to: those of the open network.
import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Networks that are nobody's service on the open network, and those that carry such an address inside of theirs.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const CLOSED = new BlockList();
for (const network of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]) {
  closeNetwork(network, 'ipv4');
}
for (const network of [
  // ::/96 holds ::, ::1 and addresses that stand for an IPv4 one, as do 64:ff9b::, 2002:: and Teredo in 2001::/23.
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]) {
  closeNetwork(network, 'ipv6');
}

function closeNetwork(network: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', bits] = network.split('/');
  CLOSED.addSubnet(address, Number(bits), family);
}

/** Whether an address is on the open network. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && !CLOSED.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether the host of a URL is an address, and none on the open network. Names are looked up by `publicLookup`. */
export function isClosedAddress(hostname: string): boolean {
  const address = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(address) !== 0 && !isPublicAddress(address);
}

/** Resolves a name once and connects to just that, if all it stands for is on the open network. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const all = error ? [] : addresses;
    const wrong =
      error ??
      (all.length === 0 || !all.every(({ address }) => isPublicAddress(address))
        ? new Error(`${hostname} is not on the open network`)
        : null);
    if (wrong) return callback(wrong, '', 0);
    if (options.all) return callback(null, all);
    const [{ address, family }] = all as [{ address: string; family: number }];
    callback(null, address, family);
  });
};
