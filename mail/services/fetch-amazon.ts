import { DomainError } from '../../domain/domain-error';

/** Gets the text behind an address of Amazon SNS. */
export type FetchAmazon = (url: string) => Promise<string>;

const maxLength = 100_000;

/** By the network; throws `mail-service-away`, upon which Amazon tries again. */
export const fetchAmazon: FetchAmazon = async (url) => {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    const text = await answer.text();
    if (text.length > maxLength) throw new Error('it answered too much');
    return text;
  } catch (error) {
    // Not the cause: an address may hold a token.
    const why = error instanceof Error ? error.message : String(error);
    throw new DomainError('mail-service-away', `Amazon SNS cannot be asked now: ${why}.`);
  }
};

/** Whether an address is one of Amazon SNS itself: nothing else is ever fetched. */
export function isAmazonSns(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host, username, password } = new URL(text);
  const isPlain = protocol === 'https:' && username === '' && password === '';
  return isPlain && /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?$/.test(host);
}
