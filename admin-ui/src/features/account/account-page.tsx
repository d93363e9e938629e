import { Alert, Button, Group, TextInput, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../common/page-title';
import { showDone } from '../../common/toasts';
import { useMe } from '../session/session';
import classes from '../settings/settings.module.css';
import { PasswordForm } from './password-form';
import { useChangeName } from './queries';
import { Sessions } from './sessions';

/** What belongs to whoever is signed in, whatever their role. */
export function AccountPage() {
  const { t } = useTranslation();
  const me = useMe();
  usePageTitle(t('settings.account'));
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('settings.account')}</Title>
          <p className={classes.quiet}>
            {me.email} · {t(`agents.role.${me.role}`)}
          </p>
        </div>
      </div>
      <NameForm key={me.name} name={me.name} />
      <Title order={2} size="h4" mt="xl" mb="xs">
        {t('account.password')}
      </Title>
      <PasswordForm />
      <Title order={2} size="h4" mt="xl" mb="xs">
        {t('account.sessions')}
      </Title>
      <Sessions />
    </>
  );
}

function NameForm({ name: saved }: { name: string }) {
  const { t } = useTranslation();
  const change = useChangeName();
  const [name, setName] = useState(saved);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(name.trim(), { onSuccess: () => showDone(t('account.nameChanged')) });
  };
  return (
    <form onSubmit={submit}>
      <Group align="end" gap="xs" maw={420}>
        <TextInput
          flex={1}
          label={t('agents.name')}
          maxLength={200}
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          loading={change.isPending}
          disabled={name.trim() === '' || name.trim() === saved}
        >
          {t('settings.save')}
        </Button>
      </Group>
      {change.error && (
        <Alert color="red" variant="light" role="alert" mt="xs">
          {change.error.message}
        </Alert>
      )}
    </form>
  );
}
