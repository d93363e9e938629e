import { Alert, Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useSearchParams } from 'react-router';
import { Logo } from '../../shell/logo';
import { usePageTitle } from '../../common/page-title';
import classes from './login-page.module.css';
import { PasswordField } from './password-field';
import { pathToReturnTo } from './return-path';
import { useSession, useSignIn } from './session';

export function LoginPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const { data: me } = useSession();
  const signIn = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  usePageTitle(t('login.title'));
  if (me) return <Navigate to={pathToReturnTo(params.get('to'))} replace />;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ email: email.trim(), password });
  };
  return (
    <main className={classes.page}>
      <form className={classes.form} onSubmit={submit}>
        <Stack gap="md">
          <Logo />
          <Title order={1}>{t('login.title')}</Title>
          {signIn.error && (
            <Alert color="red" role="alert" variant="light">
              {signIn.error.message}
            </Alert>
          )}
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
          <PasswordField
            label={t('login.password')}
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
          <Button type="submit" loading={signIn.isPending} leftSection={<IconLogin2 size={18} />}>
            {t('login.submit')}
          </Button>
          <Anchor component={Link} to="/forgot-password" size="sm">
            {t('login.forgot')}
          </Anchor>
          <Text size="sm" c="dimmed">
            {t('login.hint')}
          </Text>
        </Stack>
      </form>
    </main>
  );
}
