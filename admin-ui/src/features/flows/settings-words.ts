import type { TFunction } from 'i18next';
import type { FlowDocument } from '../../../../flows/language/document';

/** What a Flow's settings mean, each a sentence. */
export function settingsInWords(settings: FlowDocument['settings'], t: TFunction): string[] {
  const { concurrency, budget, ownChanges } = settings ?? {};
  const sentences: string[] = [];
  if (concurrency) {
    const per = concurrency.per === 'ticket' ? t('flow.setting.perTicket') : concurrency.per;
    sentences.push(t(`flow.setting.per.${concurrency.whenBusy}`, { per }));
  }
  if (budget) sentences.push(t('flow.setting.budget', { runs: budget.runs }));
  if (ownChanges === 'react') sentences.push(t('flow.setting.ownChanges'));
  return sentences;
}
