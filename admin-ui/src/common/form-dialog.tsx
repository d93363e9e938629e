import { Alert, Button, Group, Modal, Stack, type MantineSize } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A dialog that asks for something, says what is wrong with it, and is sent or left. */
export function FormDialog({
  title,
  opened = true,
  size = 'md',
  error,
  failed,
  submit,
  later,
  isDanger = false,
  isPending = false,
  isComplete = true,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  opened?: boolean;
  size?: MantineSize;
  /** What the server said when it was refused. */
  error?: string | null | undefined;
  /** The heading above it: what did not happen. */
  failed?: string | undefined;
  /** The button that sends it. */
  submit: ReactNode;
  /** The button that leaves it, when that is not to cancel. */
  later?: string;
  /** It takes something away: leaving is what is at hand. */
  isDanger?: boolean;
  isPending?: boolean | undefined;
  isComplete?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    // A dialog may be drawn inside another form of the page.
    event.stopPropagation();
    if (isComplete && !isPending) onSubmit();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={send} noValidate>
        <Stack gap="sm">
          {children}
          {error && (
            <Alert color="red" variant="light" role="alert" title={failed}>
              {error}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus={isDanger || undefined} onClick={onClose}>
              {later ?? t('state.cancel')}
            </Button>
            <Button
              type="submit"
              {...(isDanger && { color: 'red' })}
              loading={isPending}
              disabled={!isComplete}
            >
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
