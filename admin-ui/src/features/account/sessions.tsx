import { Badge, Button } from '@mantine/core';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { Age, Moment } from '../../common/time';
import { showRefusal } from '../../common/toasts';
import classes from '../settings/settings.module.css';
import { deviceName } from './device-name';
import { useEndSession, useOwnSessions } from './queries';

/** Where one is signed in, and the end of it. */
export function Sessions() {
  const { t } = useTranslation();
  const sessions = useOwnSessions();
  const end = useEndSession();
  const ask = (id: string | null): void =>
    end.mutate(id, { onError: (error) => showRefusal(t('account.notEnded'), error) });
  if (sessions.isPending) return <RowsSkeleton rows={2} />;
  if (sessions.error) {
    return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  }
  return (
    <>
      <ul className={classes.rows} aria-label={t('account.sessions')}>
        {sessions.data.map((session) => {
          const device = deviceName(session.device) || t('account.unknownDevice');
          return (
            <li key={session.id} className={classes.rowOf}>
              <IconDeviceDesktop size={20} stroke={1.6} aria-hidden />
              <div className={classes.rowText}>
                <div className={classes.rowTitle}>
                  {device}
                  {session.current && (
                    <Badge variant="light" size="sm">
                      {t('account.thisOne')}
                    </Badge>
                  )}
                </div>
                <div className={classes.quiet}>
                  {session.ip} · {t('account.since')} <Moment at={session.createdAt} /> ·{' '}
                  {t('account.lastUsed')} <Age at={session.lastSeenAt} />
                </div>
              </div>
              {!session.current && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={t('account.endNamed', { device })}
                  onClick={() => ask(session.id)}
                >
                  {t('account.end')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {sessions.data.length > 1 && (
        <Button mt="sm" size="xs" variant="default" onClick={() => ask(null)}>
          {t('account.endOthers')}
        </Button>
      )}
    </>
  );
}
