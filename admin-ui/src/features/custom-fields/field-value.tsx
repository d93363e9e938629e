import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CustomFieldValue } from '../../../../domain/custom-field/value';
import type { CustomField } from '../../api/types';
import { locale } from '../../common/locale';

/** A value as text, in the words and the numbers of the reader. */
export function useValueInWords(): (value: CustomFieldValue | undefined) => string {
  const { t } = useTranslation();
  return (value) => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'boolean') return t(value ? 'customFields.yes' : 'customFields.no');
    if (typeof value === 'number') return value.toLocaleString(locale());
    return Array.isArray(value) ? value.join(', ') : value;
  };
}

/** A value as it is read; a link can be followed. */
export function FieldValue({
  field,
  value,
}: {
  field: CustomField;
  value: CustomFieldValue | undefined;
}) {
  const inWords = useValueInWords();
  const text = inWords(value);
  if (field.type !== 'link' || !/^https?:\/\//i.test(text)) return <>{text}</>;
  return (
    <Anchor href={text} target="_blank" rel="noopener noreferrer" inherit>
      {text}
    </Anchor>
  );
}
