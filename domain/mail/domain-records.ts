/** What an admin puts into the DNS of a domain, each with its reason. */
export const recordPurposes = ['verification', 'dkim', 'spf', 'dmarc'] as const;

export type RecordPurpose = (typeof recordPurposes)[number];

/** Those without which nothing is sent; the others make it arrive. */
export const neededToSend: readonly RecordPurpose[] = ['verification', 'dkim'];

export interface DomainRecord {
  purpose: RecordPurpose;
  type: 'TXT';
  name: string;
  value: string;
}

/**
 * `right`; `missing`: no such record; `different`: there is one that says something else; `unknown`: the
 * DNS could not be asked.
 */
export const recordStates = ['right', 'missing', 'different', 'unknown'] as const;

export type RecordState = (typeof recordStates)[number];

/** What the DNS said about one record. */
export interface RecordCheck {
  purpose: RecordPurpose;
  state: RecordState;
  /** What stands there, of the kind that was looked for. */
  found: string[];
}

export interface DomainToCheck {
  name: string;
  verificationToken: string;
  dkimSelector: string;
  dkimPublicKey: string;
}

/**
 * The exact records of a domain. `mechanisms`: by which servers its mail leaves, in SPF's terms (RFC 7208,
 * 5), such as `include:_spf.google.com`.
 */
export function recordsOf(domain: DomainToCheck, mechanisms: readonly string[]): DomainRecord[] {
  const { name, verificationToken, dkimSelector, dkimPublicKey } = domain;
  return [
    {
      purpose: 'verification',
      type: 'TXT',
      name: `_ticketloom.${name}`,
      value: `ticketloom-verification=${verificationToken}`,
    },
    {
      purpose: 'dkim',
      type: 'TXT',
      name: `${dkimSelector}._domainkey.${name}`,
      value: `v=DKIM1; k=rsa; p=${dkimPublicKey}`,
    },
    { purpose: 'spf', type: 'TXT', name, value: `v=spf1 ${mechanisms.join(' ')} ~all` },
    {
      purpose: 'dmarc',
      type: 'TXT',
      name: `_dmarc.${name}`,
      value: `v=DMARC1; p=quarantine; rua=mailto:postmaster@${name}`,
    },
  ];
}

/** Compares a record with the texts that stand at its name; null: the DNS could not be asked. */
export function checkRecord(record: DomainRecord, texts: readonly string[] | null): RecordCheck {
  const { purpose } = record;
  if (texts === null) return { purpose, state: 'unknown', found: [] };
  const found = texts.filter((text) => isOfKind[purpose].test(text));
  if (found.length === 0) return { purpose, state: 'missing', found };
  const isRight = found.length === 1 || purpose === 'verification';
  return {
    purpose,
    state:
      isRight && found.some((text) => says[purpose](text, record.value)) ? 'right' : 'different',
    found,
  };
}

/**
 * What the SPF records that are there have to become: one, since two are worth nothing (RFC 7208, 4.5),
 * with what is missing before its end.
 */
export function extendedSpf(found: readonly string[], wanted: string): string {
  const there = found.map(readSpf);
  const mechanisms = [...there, readSpf(wanted)].flatMap((spf) => spf.mechanisms);
  const modifiers = there.flatMap((spf) => spf.modifiers);
  const redirects = modifiers.some((one) => one.startsWith('redirect='));
  const all = there.find((spf) => spf.all !== null)?.all;
  // A redirect ends the record; with an `all` it would not count any more (RFC 7208, 6.1).
  const end = all ?? (redirects ? null : '~all');
  return ['v=spf1', ...new Set(mechanisms), ...(end ? [end] : []), ...new Set(modifiers)].join(' ');
}

interface Spf {
  /** Those that count: what stands behind `all` does not (RFC 7208, 5.1). */
  mechanisms: string[];
  all: string | null;
  modifiers: string[];
}

function readSpf(text: string): Spf {
  const spf: Spf = { mechanisms: [], all: null, modifiers: [] };
  for (const term of text.toLowerCase().trim().split(/\s+/).slice(1)) {
    if (/^[a-z][\w.-]*=/.test(term)) spf.modifiers.push(term);
    else if (/^[~?+-]?all$/.test(term)) spf.all ??= term;
    else if (spf.all === null) spf.mechanisms.push(term.replace(/^\+/, ''));
  }
  return spf;
}

const isOfKind: Record<RecordPurpose, RegExp> = {
  verification: /^ticketloom-verification=/i,
  dkim: /(^|;)\s*p\s*=/i,
  spf: /^v=spf1(\s|$)/i,
  dmarc: /^v=DMARC1\b/i,
};

const says: Record<RecordPurpose, (found: string, wanted: string) => boolean> = {
  verification: (found, wanted) => found.trim() === wanted,
  dkim: (found, wanted) => keyIn(found) === keyIn(wanted),
  spf: (found, wanted) => {
    const { mechanisms } = readSpf(found);
    return readSpf(wanted).mechanisms.every((one) => mechanisms.includes(one));
  },
  // Any policy is the domain's own decision.
  dmarc: (found) => /;\s*p\s*=\s*(none|quarantine|reject)\b/i.test(found),
};

function keyIn(text: string): string | undefined {
  return /(?:^|;)\s*p\s*=([^;]*)/i.exec(text)?.[1]?.replaceAll(/\s/g, '');
}

const day = 24 * 60 * 60 * 1_000;
/** So long a verified domain goes on sending when its records are gone: a mishap at the DNS is mended. */
const graceMs = 3 * day;

/** Whether mail of a domain may leave at `at`. */
export function maySend(
  domain: { verifiedAt: Date | null; failingSince: Date | null },
  at: Date,
): boolean {
  if (domain.verifiedAt === null) return false;
  return domain.failingSince === null || at.getTime() - domain.failingSince.getTime() < graceMs;
}
