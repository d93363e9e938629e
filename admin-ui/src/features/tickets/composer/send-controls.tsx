import { Button, Select } from '@mantine/core';
import { IconNote, IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../../../domain/ticket/status';
import classes from './composer.module.css';
import { amber, type Mode } from './types';

/** The button that sends, and for a reply the status that the ticket gets with it. */
export function SendControls({
  mode,
  status,
  after,
  afterwards,
  onAfter,
  sending,
  disabled,
  onSend,
}: {
  mode: Mode;
  /** The ticket's, as it is now. */
  status: Status;
  after: Status | undefined;
  /** What may be chosen. */
  afterwards: readonly Status[];
  onAfter: (after: Status | undefined) => void;
  sending: boolean;
  disabled: boolean;
  onSend: () => void;
}) {
  const { t } = useTranslation();
  const isNote = mode === 'note';
  return (
    <div className={classes.actions}>
      {!isNote && (
        <Select
          size="sm"
          aria-label={t('composer.after')}
          allowDeselect={false}
          w={190}
          comboboxProps={{ position: 'top-end' }}
          value={after ?? 'stay'}
          onChange={(value) => onAfter(afterwards.find((one) => one === value))}
          data={[
            { value: 'stay', label: t('composer.stay', { status: t(`status.${status}`) }) },
            ...afterwards.map((one) => ({
              value: one,
              label: t('composer.set', { status: t(`status.${one}`) }),
            })),
          ]}
        />
      )}
      <Button
        color={isNote ? amber : 'indigo'}
        loading={sending}
        disabled={disabled}
        leftSection={isNote ? <IconNote size={16} /> : <IconSend size={16} />}
        onClick={onSend}
      >
        {t(isNote ? 'composer.addNote' : 'composer.sendReply')}
      </Button>
    </div>
  );
}
