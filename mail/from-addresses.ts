import { domainToASCII } from 'node:url';
import { parseAddressHeader } from 'mailparser';
import { domainOf } from '../domain/mail/address';
import { endOfHead } from './fingerprint';

/** Everybody whom a mail says it is from, as anybody might read it. */
export interface FromAddresses {
  /** RFC 5322 (3.6) wants one; what checks a mail and what shows it may look at different ones. */
  headers: number;
  /** Also those that we would not write to, such as `"a b"@x.example`. */
  addresses: string[];
}

const longestHead = 2_000_000;
const longestValue = 60_000;

/** Reads every From header of a raw mail. */
export function fromAddressesOf(raw: Buffer): FromAddresses {
  const head = raw.toString('utf8', 0, Math.min(endOfHead(raw), longestHead));
  const headers = [...head.replaceAll(/\r?\n[ \t]+/g, ' ').matchAll(/^from[ \t]*:(.*)$/gim)];
  const addresses = headers.flatMap(([, value]) =>
    parseAddressHeader(value!.slice(0, longestValue), {
      flatten: true,
      decodePunycode: false,
    }).value.map(({ address }) => address ?? ''),
  );
  return {
    headers: headers.length,
    addresses: addresses.filter((address) => address.includes('@')),
  };
}

/** Their domains as the DNS knows them, each once. */
export function domainsOf(addresses: readonly string[]): string[] {
  const domains = addresses.map(domainOf).map((domain) => domainToASCII(domain) || domain);
  return [...new Set(domains)].filter((domain) => domain !== '');
}
