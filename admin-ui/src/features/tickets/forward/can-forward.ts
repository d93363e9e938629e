import { isForwardable } from '../../../../../domain/mail/forwarded-text';
import type { Message } from '../../../api/types';

/** True for a message that may be shown to a third party: never what is internal, nor on its way. */
export function canForward({ kind, delivery }: Message): boolean {
  return isForwardable(kind) && delivery?.state !== 'queued';
}
