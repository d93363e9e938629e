import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../common/form-dialog';
import { showDone } from '../../common/toasts';
import { useSetAway } from './set-away';

/** Tells the others that one is away. Loaded when it is first opened. */
export default function AwayDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const set = useSetAway();
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const submit = (): void => {
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
    <FormDialog
      onClose={onClose}
      title={t('away.menu')}
      error={set.error?.message}
      submit={t('away.submit')}
      isPending={set.isPending}
      onSubmit={submit}
    >
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
    </FormDialog>
  );
}
