import { Button, NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { withSecurity, type ServerDraft, type ServerWay } from './mailbox-fields';
import classes from './mailboxes.module.css';
import { useTryServer, type ServerToTry } from './queries';

const securities = ['starttls', 'tls', 'none'] as const;

/** One of the mailbox's own servers, with a button that tries it as it stands. */
export function ServerFields<Draft extends ServerDraft>({
  way,
  mailboxId,
  hasPassword,
  server,
  toTry,
  problemAt,
  onChange,
  children,
}: {
  way: ServerWay;
  mailboxId: string | null;
  hasPassword: boolean;
  server: Draft;
  toTry: (server: Draft) => ServerToTry;
  /** What is wrong with a field, by its path in the API. */
  problemAt: (path: string) => string | undefined;
  onChange: (server: Draft) => void;
  /** More fields; given the folders that a try found. */
  children?: (folders: string[]) => ReactNode;
}) {
  const { t } = useTranslation();
  const tried = useTryServer();
  const change = (next: Draft): void => {
    tried.reset();
    onChange(next);
  };
  return (
    <>
      <div className={classes.server}>
        <TextInput
          label={t('mailboxes.host')}
          placeholder={`${way}.example.com`}
          maxLength={253}
          autoComplete="off"
          error={problemAt(`${way}.host`)}
          value={server.host}
          onChange={(event) => change({ ...server, host: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('mailboxes.security')}
          data={securities.map((one) => ({ value: one, label: t(`mailboxes.securities.${one}`) }))}
          value={server.security}
          onChange={(event) =>
            change(withSecurity(way, server, event.currentTarget.value as ServerDraft['security']))
          }
        />
        <NumberInput
          label={t('mailboxes.port')}
          min={1}
          max={65_535}
          hideControls
          allowDecimal={false}
          error={problemAt(`${way}.port`)}
          value={server.port}
          onChange={(port) => change({ ...server, port })}
        />
      </div>
      <div className={classes.signIn}>
        <TextInput
          label={t('mailboxes.user')}
          description={t(`mailboxes.userHint.${way}`)}
          maxLength={250}
          autoComplete="off"
          error={problemAt(`${way}.user`)}
          value={server.user}
          onChange={(event) => change({ ...server, user: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('mailboxes.password')}
          description={t(hasPassword ? 'mailboxes.passwordKept' : 'mailboxes.passwordHint')}
          maxLength={500}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('mailboxes.showPassword') }}
          error={problemAt(`${way}.password`)}
          value={server.password}
          onChange={(event) => change({ ...server, password: event.currentTarget.value })}
        />
      </div>
      {children?.(tried.data?.folders ?? [])}
      <div className={classes.try}>
        <Button
          variant="default"
          size="xs"
          loading={tried.isPending}
          disabled={server.host.trim() === '' || server.port === ''}
          onClick={() => tried.mutate({ mailboxId, server: toTry(server) })}
        >
          {t('mailboxes.try')}
        </Button>
        <div aria-live="polite">
          <TryOutcome tried={tried} host={server.host.trim()} />
        </div>
      </div>
    </>
  );
}

function TryOutcome({ tried, host }: { tried: ReturnType<typeof useTryServer>; host: string }) {
  const { t } = useTranslation();
  const problem = tried.data?.problem;
  if (tried.data?.ok) {
    return (
      <span className={classes.state} data-state="well">
        <IconCircleCheck size={16} aria-hidden />
        {t('mailboxes.works')}
      </span>
    );
  }
  if (!problem && !tried.error) return null;
  return (
    <span className={classes.state} data-state="failing">
      <IconAlertCircle size={16} aria-hidden />
      <span>
        {problem ? t(`mailboxes.problem.${problem.code}`, { host }) : tried.error?.message}
        {problem?.said && ` (${problem.said})`}
      </span>
    </span>
  );
}
