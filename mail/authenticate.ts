import ipaddr from 'ipaddr.js';
import type { DNSResolver } from 'mailauth';
import { dmarc } from 'mailauth/lib/dmarc';
import type { Envelope, InboundMail } from '../db/inbound-mail-store';
import { domainOf } from '../domain/mail/address';
import {
  isEnforced,
  readAuthenticationResults,
  type Authentication,
} from '../domain/mail/authentication';
import type { ResolveDns } from './dns';
import { endOfHead } from './fingerprint';
import type { ParsedMail } from './parse-mail';
import { verifiedMail } from './read-mail';

/** What checking senders needs. */
export interface SenderChecks {
  resolveDns: ResolveDns;
  /** Networks of our own mail servers, which have checked what they hand over. */
  relays: readonly string[];
}

export interface MailToCheck {
  inbound: InboundMail;
  mail: ParsedMail;
  /** Who is taken for its writer. */
  sender: { address: string };
  raw: Buffer;
}

/** `undecided`: the DNS could not be asked about something that matters; later it may be. */
export type Checked = Authentication & { undecided: boolean };

/**
 * Whether a mail comes from whom its From names: by SPF, DKIM and DMARC (RFC 7208, 6376, 7489) when it
 * came straight from the internet; otherwise what the server before us wrote on top of it.
 */
export async function authenticateMail(
  { inbound, mail, sender, raw }: MailToCheck,
  { resolveDns, relays }: SenderChecks,
): Promise<Checked> {
  const { remoteAddress } = inbound.envelope;
  const isDirect =
    inbound.via === 'smtp' && remoteAddress !== undefined && !isWithin(remoteAddress, relays);
  if (!isDirect) {
    const found = readAuthenticationResults(topmost(raw));
    // What passed for another domain than the one that is shown proves nothing about it.
    const isOther = found.domain !== null && !isSameOrBelow(found.domain, domainOf(sender.address));
    const result = found.result === 'pass' && isOther ? 'none' : found.result;
    return { ...found, result, undecided: false };
  }
  const { fromDomains } = mail;
  const domains = fromDomains.length > 0 ? fromDomains : [domainOf(sender.address)];
  return checkOurselves(raw, { envelope: inbound.envelope, domains, remoteAddress, resolveDns });
}

async function checkOurselves(
  raw: Buffer,
  asked: { envelope: Envelope; domains: string[]; remoteAddress: string; resolveDns: ResolveDns },
): Promise<Checked> {
  const { envelope, domains, remoteAddress, resolveDns } = asked;
  const resolver = resolveDns as unknown as DNSResolver;
  const hop = {
    ip: withoutMapping(remoteAddress),
    sender: envelope.from ?? '',
    helo: envelope.helo ?? '',
  };
  const { spf, signatures } = await verifiedMail(raw, hop, resolveDns);
  const spfResult = spf && spf.result;
  const spfDomains = spf && spfResult === 'pass' && spf.domain ? [spf.domain] : [];
  const dkimDomains = signatures.filter(({ result }) => result === 'pass');
  const hasTrouble =
    spfResult === 'temperror' || signatures.some(({ result }) => result === 'temperror');

  let worst: Checked | undefined;
  for (const domain of new Set(domains)) {
    const verdict = await dmarc({
      headerFrom: `x@${domain}`,
      spfDomains: spfDomains as never,
      dkimDomains: dkimDomains as never,
      resolver,
    } as never);
    const result = verdict ? verdict.status.result : 'none';
    const policy = (verdict && (verdict as { policy?: string }).policy?.toLowerCase()) || null;
    const speaksForIt =
      spfDomains.some((one) => isSameOrBelow(one, domain)) ||
      dkimDomains.some(({ aligned }) => aligned);
    const checked: Checked = {
      by: 'us',
      result:
        result === 'pass' || (result === 'none' && speaksForIt)
          ? 'pass'
          : result === 'fail' && isEnforced(policy)
            ? 'fail'
            : result === 'temperror'
              ? 'not-checked'
              : 'none',
      domain,
      policy,
      spf: spfResult,
      dkim: dkimDomains.length > 0 ? 'pass' : (signatures[0]?.result ?? null),
      dmarc: result,
      undecided: result === 'temperror' || (result === 'fail' && hasTrouble),
    };
    if (!worst || badness(checked) > badness(worst)) worst = checked;
  }
  return worst!;
}

function badness({ result }: Authentication): number {
  return ['pass', 'none', 'not-checked', 'fail'].indexOf(result);
}

function isSameOrBelow(one: string, other: string): boolean {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()];
  return first === second || first.endsWith(`.${second}`) || second.endsWith(`.${first}`);
}

/** The value of the first Authentication-Results header: the last server to touch it wrote that one. */
function topmost(raw: Buffer): string | undefined {
  const head = raw.toString('latin1', 0, Math.min(endOfHead(raw), 100_000));
  const unfolded = head.replaceAll(/\r?\n[ \t]+/g, ' ');
  return /^authentication-results:(.*)$/im.exec(unfolded)?.[1]?.trim();
}

/** True for an address in one of these networks (CIDR). */
function isWithin(address: string, networks: readonly string[]): boolean {
  const plain = withoutMapping(address);
  if (!ipaddr.isValid(plain)) return false;
  const parsed = ipaddr.parse(plain);
  return networks.some((network) => {
    const [range, bits] = ipaddr.parseCIDR(network);
    return parsed.kind() === range.kind() && parsed.match(range, bits);
  });
}

/** `::ffff:192.0.2.1` is 192.0.2.1 on a socket of both kinds. */
function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
