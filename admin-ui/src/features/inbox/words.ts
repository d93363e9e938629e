import type { TFunction } from 'i18next';
import type { Conversation } from '../../api/types';

/** What the visitor is called: their name, else their address, else "Visitor". */
export function visitorName({ visitor, person }: Conversation, t: TFunction): string {
  return visitor.name ?? visitor.email ?? person?.email ?? t('inbox.visitor');
}
