import { MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CustomFieldValue } from '../../../../domain/custom-field/value';
import type { CustomField } from '../../api/types';

/** True when a field holds nothing; `false` and 0 are values. */
export function isUnset(value: CustomFieldValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** The control for a field's type. Null is nothing; what is half typed is the caller's to keep. */
export function FieldInput({
  field,
  value,
  size,
  withLabel = false,
  error,
  disabled = false,
  isFirst = false,
  onChange,
}: {
  field: Pick<CustomField, 'title' | 'type' | 'options' | 'required'>;
  value: CustomFieldValue;
  size: 'xs' | 'sm';
  /** False where the label stands beside it. */
  withLabel?: boolean;
  error?: string | undefined;
  disabled?: boolean;
  /** Where a dialog begins. */
  isFirst?: boolean;
  onChange: (value: CustomFieldValue) => void;
}) {
  const { t } = useTranslation();
  const { title, type, options, required } = field;
  const common = {
    ...(withLabel ? { label: title, withAsterisk: required } : { 'aria-label': title }),
    'aria-required': required || undefined,
    'data-autofocus': isFirst || undefined,
    size,
    error,
    disabled,
  };
  if (type === 'select' || type === 'boolean') {
    const data =
      type === 'select'
        ? options.map((option) => ({ value: option, label: option }))
        : [
            { value: 'true', label: t('customFields.yes') },
            { value: 'false', label: t('customFields.no') },
          ];
    const gone = value !== null && !data.some((one) => one.value === String(value));
    return (
      <NativeSelect
        {...common}
        value={value === null ? '' : String(value)}
        data={[
          { value: '', label: t('customFields.notSet') },
          ...data,
          ...(gone ? [{ value: String(value), label: String(value) }] : []),
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange(chosen === '' ? null : type === 'boolean' ? chosen === 'true' : chosen);
        }}
      />
    );
  }
  if (type === 'multi_select') {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <MultiSelect
        {...common}
        placeholder={chosen.length === 0 ? t('customFields.notSet') : undefined}
        data={[...new Set([...options, ...chosen])]}
        value={chosen}
        onChange={(list) => onChange(list.length === 0 ? null : list)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      type={({ number: 'number', date: 'date', link: 'url', text: 'text' } as const)[type]}
      step={type === 'number' ? 'any' : undefined}
      maxLength={type === 'text' ? 1000 : undefined}
      placeholder={type === 'link' ? 'https://' : undefined}
      // A number as one: React then leaves "1.0" alone while somebody goes on to "1.05".
      value={value === null ? '' : (value as string | number)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        onChange(text === '' ? null : type === 'number' ? Number(text) : text);
      }}
    />
  );
}
