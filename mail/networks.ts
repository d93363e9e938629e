import ipaddr from 'ipaddr.js';

/** True for an address in one of these networks (CIDR). */
export function isWithin(address: string, networks: readonly string[]): boolean {
  const plain = withoutMapping(address);
  if (!ipaddr.isValid(plain)) return false;
  const parsed = ipaddr.parse(plain);
  return networks.some((network) => {
    const [range, bits] = ipaddr.parseCIDR(network);
    return parsed.kind() === range.kind() && parsed.match(range, bits);
  });
}

/** `::ffff:192.0.2.1` is 192.0.2.1 on a socket of both kinds. */
export function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Who an address belongs to, as far as it tells: one IPv4 address, or an IPv6 network of 64 bits. */
export function holderOf(address: string): string {
  const plain = withoutMapping(address);
  if (!ipaddr.IPv6.isValid(plain)) return plain;
  return ipaddr.IPv6.parse(plain).parts.slice(0, 4).join(':');
}
