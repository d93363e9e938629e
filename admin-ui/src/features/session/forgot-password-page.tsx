import { Alert, Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import { usePageTitle } from '../../common/page-title';
import { Logo } from '../../shell/logo';
import classes from './login-page.module.css';

/** Asks for a link by mail. What it says does not tell whether the address is known. */
export function ForgotPasswordPage() {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: (body: { email: string }) =>
      answerOf(api.POST('/api/v1/password-resets', { body })),
  });
  usePageTitle(t('login.forgotTitle'));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    ask.mutate({ email: email.trim() });
  };
  return (
    <main className={classes.page}>
      <form className={classes.form} onSubmit={submit}>
        <Stack gap="md">
          <Logo />
          <Title order={1}>{t('login.forgotTitle')}</Title>
          {ask.isSuccess ? (
            <Text role="status">{t('login.resetSent', { email: email.trim() })}</Text>
          ) : (
            <>
              {ask.error && (
                <Alert color="red" role="alert" variant="light">
                  {ask.error.message}
                </Alert>
              )}
              <Text size="sm">{t('login.forgotText')}</Text>
              <TextInput
                label={t('login.email')}
                type="email"
                autoComplete="username"
                required
                withAsterisk={false}
                autoFocus
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
              <Button type="submit" loading={ask.isPending}>
                {t('login.sendLink')}
              </Button>
            </>
          )}
          <Anchor component={Link} to="/login" size="sm">
            {t('login.back')}
          </Anchor>
        </Stack>
      </form>
    </main>
  );
}
