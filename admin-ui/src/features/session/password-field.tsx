import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A password, with the eye that the keyboard reaches; for a new one it says how long it must be. */
export function PasswordField({
  label,
  autoComplete,
  value,
  error,
  onChange,
}: {
  label: string;
  autoComplete: 'current-password' | 'new-password';
  value: string;
  error?: ReactNode;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={label}
      autoComplete={autoComplete}
      required
      withAsterisk={false}
      {...(autoComplete === 'new-password' && { description: t('login.atLeast'), minLength: 8 })}
      visibilityToggleButtonProps={{
        'aria-label': t('login.showPassword'),
        tabIndex: 0,
        'aria-hidden': false,
      }}
      error={error}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
