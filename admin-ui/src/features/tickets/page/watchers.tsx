import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconEye, IconEyeOff, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import type { Agent, Me } from '../../../api/types';
import { useShortcuts } from '../../../common/shortcuts';
import { showRefusal } from '../../../common/toasts';
import { ticketKeys, type TicketPageData } from '../queries';
import classes from './side-panel.module.css';

type Watcher = TicketPageData['watchers'][number];

/** Who hears of what happens on this ticket without being its assignee. */
export default function Watchers({
  number,
  watchers,
  agents,
  me,
  mayWrite,
}: {
  number: number;
  watchers: Watcher[];
  agents: Agent[];
  me: Me;
  mayWrite: boolean;
}) {
  const { t } = useTranslation();
  const change = useChangeWatchers(number);
  const watching = watchers.some(({ id }) => id === me.id);
  const set = (agentId: string, watch: boolean): void =>
    change.mutate(
      { agentId, watch },
      { onError: (error) => showRefusal(t('watchers.notChanged'), error) },
    );
  const toggle = (): void => set(me.id, !watching);
  useShortcuts([{ key: 'w', label: t('watchers.key'), run: toggle }]);
  const others = agents.filter(
    ({ id, active }) => active && id !== me.id && !watchers.some((one) => one.id === id),
  );
  return (
    <>
      {watchers.length > 0 && (
        <ul className={classes.people}>
          {watchers.map(({ id, name }) => (
            <li key={id}>
              <span className="truncate">{id === me.id ? t('watchers.you') : name}</span>
              {mayWrite && id !== me.id && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={t('watchers.remove', { name })}
                  onClick={() => set(id, false)}
                >
                  <IconX size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.addTag}>
        <Button
          size="xs"
          variant="default"
          leftSection={
            watching ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />
          }
          aria-keyshortcuts="w"
          onClick={toggle}
        >
          {t(watching ? 'watchers.stop' : 'watchers.watch')}
        </Button>
        {mayWrite && others.length > 0 && (
          <NativeSelect
            size="xs"
            flex={1}
            aria-label={t('watchers.add')}
            value=""
            onChange={(event) => set(event.currentTarget.value, true)}
            data={[
              { value: '', label: t('watchers.add'), disabled: true },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </div>
    </>
  );
}

function useChangeWatchers(number: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ agentId, watch }: { agentId: string; watch: boolean }) => {
      const params = { path: { number, agentId } };
      const path = '/api/v1/tickets/{number}/watchers/{agentId}';
      return answerOf(watch ? api.PUT(path, { params }) : api.DELETE(path, { params }));
    },
    onSuccess: ({ items }) => {
      client.setQueryData<TicketPageData>(
        ticketKeys.page(number),
        (page) => page && { ...page, watchers: items },
      );
      void client.invalidateQueries({ queryKey: ticketKeys.lists });
      void client.invalidateQueries({ queryKey: ['view-counts'] });
    },
  });
}
