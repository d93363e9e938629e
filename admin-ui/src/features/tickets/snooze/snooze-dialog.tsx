import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { moment } from '../../../common/moment';
import { localText, momentOf, snoozeChoices } from './moments';
import { useSnooze } from './queries';

/** Until when a ticket is out of the way. */
export default function SnoozeDialog({ number, onClose }: { number: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [now] = useState(() => new Date());
  const [own, setOwn] = useState('');
  const snooze = useSnooze(number);
  const until = (at: Date): void => snooze.mutate(at, { onSuccess: onClose });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (own) until(new Date(own));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('snooze.title', { number })}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('snooze.text')}
        </Text>
        {snooze.error && (
          <Alert color="red" variant="light" role="alert" title={t('snooze.notSnoozed')}>
            {snooze.error.message}
          </Alert>
        )}
        {snoozeChoices.map((choice, index) => {
          const at = momentOf(choice, now);
          return (
            <Button
              key={choice}
              variant="default"
              justify="space-between"
              data-autofocus={index === 0 || undefined}
              disabled={snooze.isPending}
              rightSection={
                <Text size="sm" c="dimmed" component="span" className="numbers">
                  {moment(at.toISOString())}
                </Text>
              }
              onClick={() => until(at)}
            >
              {t(`snooze.${choice}`)}
            </Button>
          );
        })}
        <form onSubmit={submit}>
          <Group align="end" gap="xs" wrap="nowrap">
            <TextInput
              flex={1}
              type="datetime-local"
              label={t('snooze.own')}
              min={localText(now)}
              value={own}
              onChange={(event) => setOwn(event.currentTarget.value)}
            />
            <Button type="submit" disabled={!own} loading={snooze.isPending}>
              {t('snooze.submit')}
            </Button>
          </Group>
        </form>
      </Stack>
    </Modal>
  );
}
