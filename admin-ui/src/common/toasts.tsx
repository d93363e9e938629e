import { Button } from '@mantine/core';
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

/** It was done, and there is something to go and see. */
export function showWithLink(message: string, label: string, go: () => void): void {
  const id = notifications.show({
    message: (
      <span style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' }}>
        {message}
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            go();
          }}
        >
          {label}
        </Button>
      </span>
    ),
    color: 'green',
    role: 'status',
    autoClose: 8_000,
    closeButtonProps: { 'aria-label': i18n.t('state.close') },
  });
}

/** It was done, and something about it is worth knowing. */
export function showWarning(message: string): void {
  notifications.show({
    message,
    color: 'orange',
    role: 'status',
    autoClose: 8_000,
    closeButtonProps: { 'aria-label': i18n.t('state.close') },
  });
}

/**
 * Something was done that can be taken back: while this is shown by its button, longer by the key.
 * Answers what hides it.
 */
export function showUndo(message: string, onUndo: () => void): () => void {
  const id = notifications.show({
    message: (
      <span style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' }}>
        {message}
        <Button
          size="compact-xs"
          variant="default"
          aria-keyshortcuts="Control+Z Meta+Z"
          onClick={onUndo}
        >
          {i18n.t('undo.button')}
        </Button>
      </span>
    ),
    color: 'green',
    role: 'status',
    autoClose: 8_000,
    closeButtonProps: { 'aria-label': i18n.t('state.close') },
  });
  return () => void notifications.hide(id);
}
