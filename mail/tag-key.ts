import { createHmac } from 'node:crypto';
import type { Keyed } from '../domain/mail/keyed-check';

/** The keyed check of this installation's reference tags. */
export function tagKey(installation: { secret: Buffer }): Keyed {
  return (text) => createHmac('sha256', installation.secret).update(text).digest();
}
