import { comparable, looksLikeAddress, withoutPlusPart } from './address';

const domain = /^(?:[^\s<>(),;:"\\@.*]+\.)+[^\s<>(),;:"\\@.*]+$/;

/**
 * What is blocked, as it is kept: an address, or a domain without its `@`, in lower case; null when
 * the text is neither. `@example.com` and `*.example.com` are the domain `example.com`.
 */
export function blockedSenderFrom(text: string): string | null {
  const pattern = comparable(text)
    .replace(/^(\*?@|\*\.)/, '')
    .replace(/\.$/, '');
  if (pattern.includes('@')) return looksLikeAddress(pattern) ? pattern : null;
  return pattern.length <= 253 && domain.test(pattern) ? pattern : null;
}

export function isDomain(pattern: string): boolean {
  return !pattern.includes('@');
}

/** Everything that blocks an address: itself, its domain, and each domain that this one is below. */
export function whatBlocks(address: string): string[] {
  const sender = comparable(address).replace(/\.$/, '');
  const labels = sender.slice(sender.lastIndexOf('@') + 1).split('.');
  return [sender, ...labels.map((_label, index) => labels.slice(index).join('.'))];
}

/** The first of `addresses` whose mail would be blocked, what stands after a plus aside. */
export function blockedAmong<A extends { address: string }>(
  pattern: string,
  addresses: readonly A[],
): A | undefined {
  const patterns = [pattern, withoutPlusPart(pattern)];
  return addresses.find(({ address }) =>
    whatBlocks(address).some((blocked) => patterns.includes(blocked)),
  );
}
