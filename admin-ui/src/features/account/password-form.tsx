import { Alert, Button, Stack } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem';
import { showDone } from '../../common/toasts';
import { PasswordField } from '../session/password-field';
import { useChangePassword } from './queries';

/** Another password, by the current one. */
export function PasswordForm() {
  const { t } = useTranslation();
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const wrong =
    change.error instanceof ApiProblem &&
    change.error.problems.some(({ path }) => path === 'current');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(
      { current, password },
      {
        onSuccess: () => {
          setCurrent('');
          setPassword('');
          showDone(t('account.passwordChanged'));
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={360}>
        <PasswordField
          label={t('account.current')}
          autoComplete="current-password"
          value={current}
          error={wrong && t('account.wrongCurrent')}
          onChange={setCurrent}
        />
        <PasswordField
          label={t('account.new')}
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
        />
        {change.error && !wrong && (
          <Alert color="red" variant="light" role="alert">
            {change.error.message}
          </Alert>
        )}
        <Button
          type="submit"
          size="xs"
          w="fit-content"
          loading={change.isPending}
          disabled={current === '' || password.length < 8}
        >
          {t('account.changePassword')}
        </Button>
      </Stack>
    </form>
  );
}
