import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { RowsSkeleton } from '../../common/states';
import { showDone, showRefusal } from '../../common/toasts';
import { useAssignable } from '../tickets/queries';
import { useDeactivate, useOpenTicketsOf } from './queries';

/** Ends an agent's access, and asks what becomes of the tickets that they have not finished. */
export function DeactivateDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { t } = useTranslation();
  const others = useAssignable().filter(({ id }) => id !== agent.id);
  const tickets = useOpenTicketsOf(agent.id);
  const deactivate = useDeactivate();
  const [to, setTo] = useState('nobody');
  const numbers = tickets.data ?? [];
  const submit = (): void =>
    deactivate.mutate(
      { id: agent.id, numbers, to: to === 'nobody' ? null : to },
      {
        onSuccess: (refused) => {
          onClose();
          showDone(t('agents.deactivated', { name: agent.name }));
          if (refused.length > 0) {
            const why = refused.map(
              (one) => `#${one.number}: ${'detail' in one ? one.detail : ''}`,
            );
            showRefusal(t('agents.notHandedOver'), new Error(why.join(' ')));
          }
        },
      },
    );
  return (
    <FormDialog
      onClose={onClose}
      title={t('agents.deactivateNamed', { name: agent.name })}
      error={(tickets.error ?? deactivate.error)?.message}
      submit={t('agents.deactivate')}
      isDanger
      isPending={deactivate.isPending}
      isComplete={tickets.data !== undefined}
      onSubmit={submit}
    >
      <Text size="sm">{t('agents.deactivateText', { name: agent.name })}</Text>
      {tickets.isPending ? (
        <RowsSkeleton rows={1} />
      ) : (
        numbers.length > 0 && (
          <NativeSelect
            label={t('agents.openTickets', { count: numbers.length })}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            data={[
              { value: 'nobody', label: t('agents.toNobody') },
              ...others.map(({ id, name }) => ({ value: id, label: t('agents.to', { name }) })),
              { value: 'stay', label: t('agents.stay', { name: agent.name }) },
            ]}
          />
        )
      )}
    </FormDialog>
  );
}
