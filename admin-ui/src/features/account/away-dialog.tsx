import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { showDone } from '../../common/toasts';
import { useSetAway } from './set-away';

/** Tells the others that one is away. Loaded when it is first opened. */
export default function AwayDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const set = useSetAway();
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    set.mutate(
      { until: until ? new Date(until).toISOString() : null, note: note.trim() || null },
      {
        onSuccess: () => {
          showDone(t('away.set'));
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('away.menu')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            type="datetime-local"
            label={t('away.untilLabel')}
            description={t('away.untilHint')}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          <TextInput
            label={t('away.note')}
            placeholder={t('away.notePlaceholder')}
            maxLength={200}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {set.error && (
            <Alert color="red" variant="light" role="alert">
              {set.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('settings.cancel')}
            </Button>
            <Button type="submit" loading={set.isPending}>
              {t('away.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
