import { ActionError, type HttpAnswer } from '../kit/action';

/** Statuses after which the same request may be taken later. */
export function mayPass(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/** An answer that is not what was wanted, as the failure of the attempt. */
export function refusedBy(
  { status, headers }: HttpAnswer,
  codes: { away: string; refused: string },
  sentence = `The receiver answered ${status}.`,
): ActionError {
  if (!mayPass(status)) return new ActionError(codes.refused, sentence);
  return new ActionError(codes.away, sentence, true, retryAfterMs(headers['retry-after']));
}

/** `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. */
export function retryAfterMs(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
