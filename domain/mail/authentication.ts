/** What is known about whether a mail comes from the domain that its From names. */
export const authenticationResults = ['pass', 'fail', 'none', 'not-checked'] as const;

/**
 * `pass`: by DMARC, or by a signature or server of that very domain. `fail`: it fails DMARC, and the
 * domain asks to quarantine or reject such mail. `none`: nothing speaks for it, and no policy against.
 */
export type AuthenticationResult = (typeof authenticationResults)[number];

/** How a mail was checked, as it is stored with it. */
export interface Authentication {
  result: AuthenticationResult;
  /** `us`: we asked the DNS. `before-us`: a server on its way that we trust. */
  by: 'us' | 'before-us';
  /** The domain of From that decided. */
  domain: string | null;
  /** What that domain asks to do with mail that fails. */
  policy: string | null;
  spf: string | null;
  dkim: string | null;
  dmarc: string | null;
}

export const notChecked: Authentication = {
  result: 'not-checked',
  by: 'before-us',
  domain: null,
  policy: null,
  spf: null,
  dkim: null,
  dmarc: null,
};

/** Whether a domain asks to keep mail that fails away from people (RFC 7489, 6.3). */
export function isEnforced(policy: string | null): boolean {
  return policy === 'quarantine' || policy === 'reject';
}

/**
 * Reads what a server before us found: the value of the topmost Authentication-Results header (RFC 8601),
 * in the forms that Google, Microsoft, Fastmail, rspamd and OpenDMARC write. A failure counts unless
 * it says that the domain asks for nothing.
 */
export function readAuthenticationResults(value: string | undefined): Authentication {
  if (value === undefined) return notChecked;
  const text = value.slice(0, 10_000).toLowerCase();
  const found = (method: string): string | null =>
    new RegExp(`(?:^|[;\\s])${method}\\s*=\\s*([a-z]+)`).exec(text)?.[1] ?? null;
  const dmarc = found('dmarc');
  if (dmarc === null) return notChecked;
  const clause = text.slice(text.search(/(?:^|[;\s])dmarc\s*=/)).replace(/(?<=.);.*$/s, '');
  const asked =
    /(?:\(|\s)(?:p|policy|policy\.published-domain-policy)=(none|quarantine|reject)/.exec(clause) ??
    /action=o?(?:pct\.)?(none|quarantine|reject)/.exec(clause);
  const policy = asked?.[1] ?? null;
  const result = dmarc === 'fail' ? (policy === 'none' ? 'none' : 'fail') : dmarc;
  return {
    result: result === 'fail' || result === 'pass' ? result : 'none',
    by: 'before-us',
    domain: /header\.from=([^\s;()]+)/.exec(clause)?.[1] ?? null,
    policy,
    spf: found('spf'),
    dkim: found('dkim'),
    dmarc,
  };
}
