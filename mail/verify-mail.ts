import { authenticate, type DNSResolver } from 'mailauth';
import type { ResolveDns } from './dns';

/** Who handed a mail over by SMTP. */
export interface Hop {
  /** Null: a server of ours handed it over, about which SPF says nothing. */
  ip: string | null;
  /** MAIL FROM; empty: a null return path. */
  sender: string;
  helo: string;
}

/** What SPF and the signatures say, before it is compared with From. */
export interface Verified {
  spf: { result: string; domain: string | null } | null;
  signatures: {
    id: string;
    domain: string;
    result: string;
    underSized: number;
  }[];
}

/** Checks SPF and every DKIM signature (RFC 7208, 6376). */
export async function verifyMail(
  raw: Buffer,
  { ip, sender, helo }: Hop,
  resolveDns: ResolveDns,
): Promise<Verified> {
  const { spf, dkim } = await authenticate(raw, {
    ...(ip !== null && { ip }),
    sender,
    ...(helo && { helo }),
    mta: 'ticketloom',
    resolver: resolveDns as unknown as DNSResolver,
    disableArc: true,
    disableDmarc: true,
    disableBimi: true,
  });
  return {
    spf: spf && ip !== null ? { result: spf.status.result, domain: spf.domain || null } : null,
    signatures: dkim.results.map(({ id, signingDomain, status }) => ({
      id: id ?? '',
      domain: signingDomain ?? '',
      result: status.result,
      underSized: Number(status.underSized ?? 0),
    })),
  };
}
