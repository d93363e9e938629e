import { notifications } from '@mantine/notifications';
import { i18n } from '../i18n';

/** Something was refused or failed: what, and the server's own sentence. */
export function showRefusal(title: string, error: Error): void {
  notifications.show({
    title,
    message: error.message,
    color: 'red',
    role: 'alert',
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': i18n.t('state.close') },
  });
}

export function showDone(message: string): void {
  notifications.show({
    message,
    color: 'green',
    role: 'status',
    autoClose: 4_000,
    closeButtonProps: { 'aria-label': i18n.t('state.close') },
  });
}
