import { useTranslation } from 'react-i18next';
import type { CustomFields } from '../../../../domain/custom-field/value';
import { useValueInWords } from './field-value';
import { useCustomFields } from './queries';

/** Says what somebody set: "Nora set Region to “North” and emptied Order". */
export function useFieldSentence(): (who: string, to: CustomFields) => string {
  const { t } = useTranslation();
  const fields = useCustomFields();
  const inWords = useValueInWords();
  return (who, to) =>
    Object.entries(to)
      .map(([slug, value]) => {
        const field = fields.find((one) => one.slug === slug)?.title ?? slug;
        return value === null
          ? t('event.fieldEmptied', { who, field })
          : t('event.field', { who, field, value: inWords(value) });
      })
      .join('; ');
}
