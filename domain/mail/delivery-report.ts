/** What a mail server says became of a mail of ours. */
export interface DeliveryReport {
  /** `failed`: it will not arrive. `delayed`: it is still tried. `other`: it went well. */
  outcome: 'failed' | 'delayed' | 'other';
  /** The server's own words; null when there are none that can be told from the rest. */
  diagnosis: string | null;
  /** Message-IDs that the report names, which may be of the mail that it is about. */
  messageIds: string[];
  /** Addresses that it did not reach, as far as the report names them. */
  recipients: string[];
}

/** The parts of a report that tell something, as text. */
export interface ReportParts {
  subject: string;
  /** What Exim says in a header of its own: addresses with commas between them. */
  failedRecipients: string;
  /** With the fields of `message/delivery-status` (RFC 3464), where there are any. */
  text: string;
  /** Heads of the mails, or of their headers, that came back with it. */
  returned: readonly string[];
}

/**
 * Reads a report of a mail server: by its fields where it is one by RFC 3464, else by the words that
 * qmail, Exim, sendmail, Postfix, Exchange and the big providers use.
 */
export function readDeliveryReport({
  subject,
  failedRecipients,
  text,
  returned,
}: ReportParts): DeliveryReport {
  const words = text.slice(0, longestText);
  const fields = /^final-recipient:/im.test(words) ? unfolded(words) : null;
  return {
    outcome: fields === null ? outcomeInWords(`${subject}\n${words}`) : outcomeIn(fields),
    diagnosis: (fields && diagnosisIn(fields)) ?? diagnosisInWords(words),
    messageIds: [...new Set([...returned, words].flatMap(idsIn))],
    recipients: addressesIn(fields === null ? failedRecipients : failedIn(fields)),
  };
}

const longestText = 50_000;

/**
 * Whether a mail says of itself that something did not arrive: a status code of RFC 3463, an SMTP answer, or
 * what mail servers write. A machine's answer that it was read, or that somebody is away, says none of it.
 */
export function tellsFailure(text: string): boolean {
  const own = text.slice(0, longestText).replaceAll(/^>.*$/gm, '');
  const hasCode = permanentStatus.test(own) || smtpRefusal.test(own);
  return hasCode || failureWords.some((words) => words.test(own));
}

/** Not part of a longer number, such as an IP address or a version. */
const permanentStatus = /(?<![\d.])5\.[0-7]\.\d{1,3}(?!\.?\d)/;
/** At the beginning of a line or behind what introduces it. */
const smtpRefusal =
  /(?:^|\b(?:said|error|code|status|response|returned|with|after [A-Z ]+):?)[\s'"(<:]{0,4}5[0-5]\d[ -]\S/im;
const failureWords = [
  /\bundeliver(able|ed)\b|\bnon-?delivery\b|\breturned to sender\b|\bquota exceeded\b/,
  /\b(could ?n[o'’]t|can(not|['’]t)|was ?n[o'’]t able to|unable to|failed to) (be )?deliver(ed)?\b/,
  /\b(not|never) (be |been )?delivered\b|\bdelivery (to \S{1,250} )?(has )?fail/,
  /\b(unknown|no such|invalid|nonexistent) (user|recipient|mailbox|address|local part)\b/,
  /\b(user|recipient|addressee|mailbox|address|person)\b.{0,80}\b(unknown|not found|does(n['’]t| not) exist)\b/,
  /\bmailbox (is )?(full|disabled|unavailable|over quota)\b/,
  /\bnicht zugestellt\b|\bunzustellbar\b|\bnon remis\b|\bn['’]a pas (pu être|été) (remis|distribué|délivré)/,
  /\bno se (ha podido|pudo|puede) entregar\b|\bmancata consegna\b|\bnon (è stato )?(recapitat|consegnat)/,
].map((words) => new RegExp(words, 'i'));

/** Several recipients, several actions: one that failed counts more than one that waits. */
function outcomeIn(fields: string): DeliveryReport['outcome'] {
  const actions = [...fields.matchAll(/^action:\s*([a-z]+)/gim)].map(([, action]) =>
    action!.toLowerCase(),
  );
  if (actions.includes('failed')) return 'failed';
  if (actions.includes('delayed')) return 'delayed';
  if (actions.length > 0) return 'other';
  const code = /^status:\s*([245])\./im.exec(fields)?.[1];
  return code === '4' ? 'delayed' : code === '2' ? 'other' : 'failed';
}

const stillTried =
  /\bdelayed\b|will (be )?(re)?tr(y|ied)|will keep trying|not yet been delivered|verzögert|retardée?|retrasado/i;
const givenUp = /giving up|given up|permanent|no longer|returned to sender|returning message/i;

/** A warning that it takes longer says both "could not be delivered" and "will be tried". */
function outcomeInWords(words: string): DeliveryReport['outcome'] {
  const isWarning = stillTried.test(words) && !givenUp.test(words);
  return isWarning ? 'delayed' : 'failed';
}

/** The recipients of the blocks of fields that tell of a failure (RFC 3464, 2.3), by each name they have. */
function failedIn(fields: string): string {
  const blocks = fields.split(/\r?\n\s*\r?\n/).filter((block) => /^final-recipient:/im.test(block));
  return blocks
    .filter((block) => outcomeIn(block) === 'failed')
    .flatMap((block) => [...block.matchAll(/^(?:final|original)-recipient:[^;\r\n]*;(.*)$/gim)])
    .map(([, address]) => address!)
    .join(',');
}

function addressesIn(list: string): string[] {
  const found = list.matchAll(/[^\s<>,;:"]{1,64}@[^\s<>,;:"]{1,255}/g);
  return [...new Set([...found].map(([address]) => address.toLowerCase()))];
}

function diagnosisIn(fields: string): string | null {
  const value = /^diagnostic-code:(.*\S.*)$/im.exec(fields)?.[1]?.trim();
  return value?.replace(/^[\w-]+;\s*(?=\S)/, '') ?? null;
}

/** A line such as `550 5.1.1 <kim@example.org>: no such user`, whoever introduces it. */
function diagnosisInWords(words: string): string | null {
  const line = /^.{0,200}?\b((?:[45]\d\d[ -]|#?[45]\.\d{1,3}\.\d{1,3}\b).{3,300})$/m.exec(words);
  return line?.[1]?.trim() ?? null;
}

/** Of headers in full, and of headers that are quoted or set in. */
function idsIn(text: string): string[] {
  const found = text.matchAll(/^[>\s]{0,20}(?:x-)?message-id:\s*(<[^<>\s]{1,248}>)/gim);
  return [...found].map(([, id]) => id!);
}

function unfolded(fields: string): string {
  return fields.replaceAll(/\r?\n[ \t]+/g, ' ');
}
