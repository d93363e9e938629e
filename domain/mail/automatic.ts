import { comparable } from './address';

/** What kind of machine wrote a mail; `no`: as far as we can tell, a person did. */
export const automaticKinds = ['no', 'bounce', 'auto-reply', 'bulk'] as const;

export type AutomaticKind = (typeof automaticKinds)[number];

export interface AutomaticClues {
  /** A header's value by its lower-case name; undefined when there is none. */
  header: (name: string) => string | undefined;
  /** MAIL FROM, or the Return-Path; empty: a null return path; null: not known. */
  returnPath: string | null;
  from: string | null;
  /** A list whose address is ours is how mail reaches us, not a sign of a machine. */
  ownAddresses: readonly string[];
}

/**
 * Recognises mail that no person wrote to us (RFC 3834, RFC 3464, RFC 2919 and the customs before
 * them). Nothing may answer it by itself, and it opens no ticket again.
 */
export function recogniseAutomatic(clues: AutomaticClues): AutomaticKind {
  const { header } = clues;
  const value = (name: string): string => (header(name) ?? '').trim().toLowerCase();
  const nullReturnPath = clues.returnPath !== null && /^(<>)?$/.test(clues.returnPath.trim());

  if (isDaemon(clues.from) || isDaemon(clues.returnPath)) return 'bounce';
  if (nullReturnPath && /^<?postmaster@/i.test(clues.from?.trim() ?? '')) return 'bounce';
  if (/^multipart\/report\b.*delivery-status/s.test(value('content-type'))) return 'bounce';
  if (header('x-failed-recipients') !== undefined) return 'bounce';

  const submitted = value('auto-submitted').split(/[;\s(]/)[0]!;
  const precedence = value('precedence');
  if (submitted === 'auto-replied') return 'auto-reply';
  if (['auto_reply', 'auto-reply'].includes(precedence)) return 'auto-reply';
  if (['x-autoreply', 'x-autorespond'].some((name) => (header(name) ?? 'no') !== 'no')) {
    return 'auto-reply';
  }
  if (submitted !== '' && submitted !== 'no') return 'bulk';
  if (nullReturnPath) return 'auto-reply';

  if (
    header('x-auto-response-suppress') !== undefined &&
    value('x-auto-response-suppress') !== 'none'
  ) {
    return 'bulk';
  }
  if (precedence === 'bulk' || precedence === 'junk') return 'bulk';
  const ofList = header('list-id') !== undefined || precedence === 'list';
  return ofList && !isOwnList(value('list-id'), clues.ownAddresses) ? 'bulk' : 'no';
}

function isDaemon(address: string | null): boolean {
  return /^<?(mailer-daemon|mail-daemon)@/i.test(address?.trim() ?? '');
}

/** `Help <support.example.com>` is the list `support@example.com`. */
function isOwnList(listId: string, own: readonly string[]): boolean {
  const id = /<([^<>]*)>\s*$/.exec(listId)?.[1] ?? listId;
  return own.some((address) => comparable(address).replace('@', '.') === id);
}
