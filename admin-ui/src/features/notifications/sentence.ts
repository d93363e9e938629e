import type { TFunction } from 'i18next';
import { thirdParty } from '../../../../domain/ticket/command';
import type { Notification } from '../../api/types';

/** Who did what: "Ana mentioned you". */
export function sentenceOf({ kind, eventType, status, actor }: Notification, t: TFunction): string {
  const name = actor.name || t('event.actor.system');
  if (actor.id === thirdParty) return t('told.deed.customer-replied', { name });
  if (kind !== 'watched') return t(`told.deed.${kind}`, { name });
  if (eventType === 'message.note_added') return t('told.deed.note', { name });
  if (eventType === 'message.reply_added') return t('told.deed.reply', { name });
  if (status) return t('told.deed.status', { name, status: t(`status.${status}`) });
  return t('told.deed.customer-replied', { name });
}
