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
 * The value of the Authentication-Results header that counts: the topmost one of a server in `trusted`
 * (by the name that it gives itself, RFC 8601, 2.5); with none named the topmost of all. The last server
 * to touch the mail wrote the topmost; what stands below may be the sender's own.
 */
export function resultsThatCount(
  values: readonly string[],
  trusted: readonly string[],
): string | undefined {
  if (trusted.length === 0) return values[0];
  const names = trusted.map((name) => name.toLowerCase());
  return values.find((value) => names.includes(serverNamed(value)));
}

/**
 * Reads what a server before us found: the value of an Authentication-Results header (RFC 8601),
 * in the forms that Google, Microsoft, Fastmail, rspamd and OpenDMARC write. A failure counts unless
 * it says that the domain asks for nothing.
 */
export function readAuthenticationResults(value: string | undefined): Authentication {
  if (value === undefined) return notChecked;
  const clauses = clausesOf(value.slice(0, 10_000).toLowerCase());
  const clauseOf = (method: string): string | undefined =>
    clauses.find((clause) => new RegExp(`^\\s*${method}\\s*=`).test(clause));
  const found = (method: string): string | null =>
    /=\s*([a-z]+)/.exec(clauseOf(method) ?? '')?.[1] ?? null;
  const dmarc = found('dmarc');
  if (dmarc === null) return notChecked;
  const clause = clauseOf('dmarc')!;
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

/** Without comments, quotes and the version that may stand behind it. */
function serverNamed(value: string): string {
  const name = clausesOf(value.slice(0, 1_000))[0] ?? '';
  return name
    .replaceAll(/\([^)]*\)|"/g, ' ')
    .trim()
    .split(/\s/)[0]!
    .toLowerCase();
}

/**
 * What stands between semicolons. Those in comments and quotes divide nothing: there a server repeats
 * what the sender gave it.
 */
function clausesOf(value: string): string[] {
  return value.match(/(?:"(?:\\.|[^"\\])*"|\((?:\\.|[^()\\]|\([^()]*\))*\)|[^;])+/g) ?? [];
}
