import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as text that may stand in a header, a cookie or a URL. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: random enough that a plain SHA-256 cannot be reversed. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function sameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
