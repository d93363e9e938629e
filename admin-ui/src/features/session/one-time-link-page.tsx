import { Alert, Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import type { AccountLink } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { RowsSkeleton } from '../../common/states';
import { Logo } from '../../shell/logo';
import classes from './login-page.module.css';
import { PasswordField } from './password-field';
import { sessionKey } from './session';

/** Where the links of an invitation and of a forgotten password lead: a password is chosen. */
export function OneTimeLinkPage() {
  const { t } = useTranslation();
  const { token = '' } = useParams();
  const link = useQuery({
    queryKey: ['account-link', token],
    retry: false,
    staleTime: Infinity,
    queryFn: () =>
      answerOf(api.GET('/api/v1/account-links/{token}', { params: { path: { token } } })),
  });
  const title = t(link.data?.kind === 'invitation' ? 'login.welcome' : 'login.choosePassword');
  usePageTitle(title);
  return (
    <main className={classes.page}>
      <div className={classes.form}>
        <Stack gap="md">
          <Logo />
          <Title order={1}>{link.error ? t('login.deadLink') : title}</Title>
          {link.isPending ? (
            <RowsSkeleton rows={2} />
          ) : link.error ? (
            <>
              <Text size="sm">{link.error.message}</Text>
              <Anchor component={Link} to="/forgot-password" size="sm">
                {t('login.forgot')}
              </Anchor>
              <Anchor component={Link} to="/login" size="sm">
                {t('login.back')}
              </Anchor>
            </>
          ) : (
            <Choose token={token} link={link.data} />
          )}
        </Stack>
      </div>
    </main>
  );
}

function Choose({ token, link }: { token: string; link: AccountLink }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const isNew = link.kind === 'invitation';
  const [name, setName] = useState(link.agent.name);
  const [password, setPassword] = useState('');
  const choose = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/v1/account-links/{token}', {
          params: { path: { token } },
          body: { password, ...(isNew && { name: name.trim() }) },
        }),
      ),
    onSuccess: ({ agent }) => {
      // Whoever was signed in here before is no longer.
      client.clear();
      client.setQueryData(sessionKey, agent);
      void navigate('/', { replace: true });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    choose.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          {t(isNew ? 'login.welcomeText' : 'login.resetText', { email: link.agent.email })}
        </Text>
        {choose.error && (
          <Alert color="red" role="alert" variant="light">
            {choose.error.message}
          </Alert>
        )}
        {isNew && (
          <TextInput
            label={t('login.yourName')}
            autoComplete="name"
            required
            withAsterisk={false}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <PasswordField
          label={t('login.newPassword')}
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
        />
        <Button type="submit" loading={choose.isPending}>
          {t('login.savePassword')}
        </Button>
      </Stack>
    </form>
  );
}
