import type { DNSResolver } from 'mailauth';
import { dmarc } from 'mailauth/lib/dmarc';
import { isEnforced, notChecked, type Authentication } from '../domain/mail/authentication';
import type { ResolveDns } from './dns';
import { verifiedMail } from './read-mail';
import type { Hop, Verified } from './verify-mail';

export type Checked = Authentication & {
  /** The DNS could not be asked about something that matters; later it may be. */
  undecided: boolean;
  /** Whether an agent's address in From makes its writer that agent. */
  isProven: boolean;
};

/** What came straight from the internet: by SPF of who brought it, DKIM and DMARC. */
export async function checkOurselves(
  raw: Buffer,
  { hop, domains, resolveDns }: { hop: Hop; domains: readonly string[]; resolveDns: ResolveDns },
): Promise<Checked> {
  const { spf, signatures } = await verifiedMail(raw, hop, resolveDns);
  const hasTrouble = spf?.result === 'temperror' || signatures.some(isTemporary);
  return worstOf(domains, async (domain) => {
    const verdict = await askDmarc(domain, { spf, signatures }, resolveDns);
    const { result, policy, passes } = verdict;
    return {
      by: 'us',
      result: passes
        ? 'pass'
        : result === 'fail' && isEnforced(policy)
          ? 'fail'
          : result === 'temperror'
            ? 'not-checked'
            : 'none',
      domain,
      policy,
      spf: spf && spf.result,
      dkim: dkimOf(signatures),
      dmarc: result,
      undecided: result === 'temperror' || (result === 'fail' && hasTrouble),
      isProven: passes,
    };
  });
}

/**
 * By its signatures alone: about the server that handed it to ours nothing is known. So it fails only by
 * a broken signature of its own domain, and without one nothing can be said.
 */
export async function checkSignatures(
  raw: Buffer,
  { domains, resolveDns }: { domains: readonly string[]; resolveDns: ResolveDns },
): Promise<Checked> {
  const hop = { ip: null, sender: '', helo: '' };
  const { signatures } = await verifiedMail(raw, hop, resolveDns);
  return worstOf(domains, async (domain) => {
    const verdict = await askDmarc(domain, { spf: null, signatures }, resolveDns);
    const { result, policy, passes } = verdict;
    const own = signatures.filter((one) => isSameOrBelow(one.domain, domain));
    const isBroken = own.length > 0 && !own.some(isTemporary);
    return {
      by: 'us',
      result: passes
        ? 'pass'
        : result === 'fail' && isEnforced(policy) && isBroken
          ? 'fail'
          : 'not-checked',
      domain,
      policy,
      spf: null,
      dkim: dkimOf(signatures),
      dmarc: result,
      undecided: !passes && (result === 'temperror' || own.some(isTemporary)),
      isProven: passes,
    };
  });
}

/** DMARC of one domain; `passes`: by it, or, where the domain has none, by its own server or signature. */
async function askDmarc(
  domain: string,
  { spf, signatures }: Verified,
  resolveDns: ResolveDns,
): Promise<{ result: string; policy: string | null; passes: boolean }> {
  const spfDomains = spf?.result === 'pass' && spf.domain ? [spf.domain] : [];
  const dkimDomains = signatures.filter(({ result }) => result === 'pass');
  const verdict = await dmarc({
    headerFrom: `x@${domain}`,
    spfDomains: spfDomains as never,
    dkimDomains: dkimDomains as never,
    resolver: resolveDns as unknown as DNSResolver,
  } as never);
  const result = verdict ? verdict.status.result : 'none';
  const policy = (verdict && (verdict as { policy?: string }).policy?.trim().toLowerCase()) || null;
  // Whose From mailauth compares a signature with is not always ours, so it is compared here.
  const speaksForIt = [...spfDomains, ...dkimDomains.map((one) => one.domain)].some((one) =>
    isSameOrBelow(one, domain),
  );
  return { result, policy, passes: result === 'pass' || (result === 'none' && speaksForIt) };
}

/** Of several domains in From the worst counts. */
async function worstOf(
  domains: readonly string[],
  check: (domain: string) => Promise<Checked>,
): Promise<Checked> {
  let worst: Checked | undefined;
  for (const domain of domains) {
    const checked = await check(domain);
    if (!worst || badness(checked) > badness(worst)) worst = checked;
  }
  return worst ?? { ...notChecked, by: 'us', undecided: false, isProven: false };
}

function badness({ result }: Authentication): number {
  return ['pass', 'none', 'not-checked', 'fail'].indexOf(result);
}

function isTemporary({ result }: { result: string }): boolean {
  return result === 'temperror';
}

function dkimOf(signatures: Verified['signatures']): string | null {
  if (signatures.some(({ result }) => result === 'pass')) return 'pass';
  return signatures[0]?.result ?? null;
}

/** Whoever has a domain has what is below it, and speaks for it by that. */
export function isSameOrBelow(one: string, other: string): boolean {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()];
  return first === second || first.endsWith(`.${second}`) || second.endsWith(`.${first}`);
}
