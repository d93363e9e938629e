import { Switch, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  notificationKinds,
  type NotificationKind,
  type NotificationWish,
} from '../../../../domain/notification/kind';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { showRefusal } from '../../common/toasts';
import classes from '../settings/settings.module.css';
import own from './notification-settings-page.module.css';
import { useNotificationSettings, useSaveNotificationSettings } from './queries';

const ways = ['inApp', 'mail'] as const satisfies (keyof NotificationWish)[];

/** Of what the agent wants to be told, and how. Each switch is saved at once. */
export function NotificationSettingsPage() {
  const { t } = useTranslation();
  const settings = useNotificationSettings();
  const save = useSaveNotificationSettings();
  usePageTitle(t('notifications.title'));
  const set = (kind: NotificationKind, wish: NotificationWish): void =>
    save.mutate({ [kind]: wish }, { onError: (error) => showRefusal(t('told.notSaved'), error) });
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('notifications.title')}</Title>
          <p className={classes.quiet}>{t('told.intro')}</p>
        </div>
      </div>
      {settings.isPending ? (
        <RowsSkeleton rows={5} />
      ) : settings.error ? (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <table className={own.table}>
          <thead>
            <tr>
              <th scope="col">{t('told.tellMe')}</th>
              {ways.map((way) => (
                <th key={way} scope="col">
                  {t(`told.way.${way}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {notificationKinds.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`told.kind.${kind}`)}</th>
                {ways.map((way) => (
                  <td key={way}>
                    <Switch
                      aria-label={`${t(`told.kind.${kind}`)}: ${t(`told.way.${way}`)}`}
                      checked={settings.data[kind][way]}
                      onChange={(event) =>
                        set(kind, { ...settings.data[kind], [way]: event.currentTarget.checked })
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
