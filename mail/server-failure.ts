import type { ServerProblem } from '../domain/mail/server-problem';
import { cleanLine } from './clean-text';

/** A mail server that could not be used. `said`: its own or the network's words, null for none. */
export interface ServerFailure {
  problem: ServerProblem;
  said: string | null;
}

/** What an error of Nodemailer or ImapFlow says about the server. */
export function serverFailure(error: unknown): ServerFailure {
  const failure = error as LibraryError;
  const words = failure.responseText || failure.response || failure.message || '';
  return { problem: problemOf(failure), said: cleanLine(words, 300) || null };
}

interface LibraryError {
  code?: string;
  message?: string;
  response?: string;
  /** False where the server said nothing. */
  responseText?: string | false;
  authenticationFailed?: boolean;
  tlsFailed?: boolean;
  /** The command that the server refused. */
  executedCommand?: string;
}

function problemOf(failure: LibraryError): ServerProblem {
  const { code, message, authenticationFailed, tlsFailed, executedCommand } = failure;
  const facts = `${code} ${message}`;
  const known = signs.find(([sign]) => sign.test(facts))?.[1];
  if (authenticationFailed) return 'sign-in';
  if (/\b(SELECT|EXAMINE)\b/.test(executedCommand ?? '')) return 'folder';
  return known ?? (tlsFailed ? 'no-tls' : 'no-mail-server');
}

/** Codes of Node, OpenSSL, Nodemailer and ImapFlow, in the order in which they decide. */
const signs: readonly (readonly [RegExp, ServerProblem])[] = [
  // 530: nobody who has not signed in may send (RFC 4954, 6).
  [/\bE(AUTH|NOAUTH)\b|: 530[ -]/, 'sign-in'],
  [/\b(ENOTFOUND|EAI_AGAIN|EDNS|ENODATA)\b/, 'host-not-found'],
  [/certificate|CERT_|_CERT|ALTNAME/i, 'certificate'],
  [/wrong version number|SSL routines|ERR_SSL|ETLS|STARTTLS/i, 'no-tls'],
  [/\b(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)\b/, 'refused'],
  [/timeout|timed out|ETIMEDOUT|_TIMEOUT|never received/i, 'no-answer'],
];
