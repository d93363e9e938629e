import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { looksLikeAddress } from '../../../../../domain/mail/address';

/** Several addresses; what is none is said and not taken. */
export function AddressField({
  label,
  required,
  value,
  error,
  onChange,
}: {
  label: string;
  required?: boolean;
  value: string[];
  error: string | undefined;
  onChange: (addresses: string[]) => void;
}) {
  const { t } = useTranslation();
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <TagsInput
      label={label}
      required={required ?? false}
      data-autofocus={required || undefined}
      placeholder={value.length === 0 ? t('forward.hint') : ''}
      splitChars={[',', ';', ' ']}
      acceptValueOnBlur
      // There is nothing to choose from, and an open list would take the dialog's Escape.
      dropdownOpened={false}
      maxTags={10}
      value={value}
      error={wrong ? t('forward.noAddress', { address: wrong }) : error}
      onChange={(addresses) => {
        const trimmed = addresses.map((address) => address.trim()).filter(Boolean);
        setWrong(trimmed.find((address) => !looksLikeAddress(address)) ?? null);
        onChange(trimmed.filter(looksLikeAddress));
      }}
    />
  );
}
