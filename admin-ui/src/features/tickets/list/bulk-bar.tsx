import { ActionIcon, Autocomplete, Button, Menu, Popover } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { worksTickets } from '../../../../../domain/agent/role';
import { priorities } from '../../../../../domain/ticket/priority';
import { removals } from '../../../../../domain/ticket/removal';
import { statuses } from '../../../../../domain/ticket/status';
import { maxTags, tagMaxLength } from '../../../../../domain/ticket/ticket';
import type { Agent, BulkChange, Ticket } from '../../../api/types';
import { PriorityLabel } from '../../../common/priority';
import { StatusLabel } from '../../../common/status';
import { showRefusal } from '../../../common/toasts';
import { nameWithAway } from '../../agents/away';
import { useMe } from '../../session/session';
import { useTeams } from '../../teams/queries';
import { useTags } from '../tags';
import { changeMany, inverseOf, offerUndo } from '../undo';
import type { Refused } from './refusals';
import classes from './ticket-list.module.css';

/** What can be done with all that is selected, in the place of the headings. */
export default function BulkBar({
  tickets,
  agents,
  onRefused,
  onClear,
}: {
  tickets: Ticket[];
  agents: Agent[];
  onRefused: (refused: Refused[]) => void;
  onClear: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const teams = useTeams();
  const bulk = useMutation({ mutationFn: changeMany });
  const apply = (change: BulkChange): void => {
    onRefused([]);
    bulk.mutate(
      { numbers: tickets.map(({ number }) => number), change },
      {
        onSuccess: (results) => {
          const changed = new Set(results.filter((one) => one.ok).map((one) => one.number));
          const before = tickets.filter(({ number }) => changed.has(number));
          onRefused(results.filter((one) => !one.ok));
          if (changed.size === 0) return;
          offerUndo(t('bulk.changed', { count: changed.size }), inverseOf(before, change));
        },
        onError: (error) => showRefusal(t('bulk.failed'), error),
      },
    );
  };
  return (
    <div role="toolbar" aria-label={t('bulk.label')} className={classes.bulk}>
      <ActionIcon variant="subtle" color="gray" aria-label={t('bulk.clear')} onClick={onClear}>
        <IconX size={16} />
      </ActionIcon>
      <span aria-live="polite" className={classes.bulkCount}>
        {t('bulk.selected', { count: tickets.length })}
      </span>
      <BulkMenu label={t('bulk.status')} busy={bulk.isPending}>
        {statuses.map((status) => (
          <Menu.Item key={status} onClick={() => apply({ status })}>
            <StatusLabel status={status} />
          </Menu.Item>
        ))}
      </BulkMenu>
      <BulkMenu label={t('bulk.priority')} busy={bulk.isPending}>
        {priorities.toReversed().map((priority) => (
          <Menu.Item key={priority} onClick={() => apply({ priority })}>
            <PriorityLabel priority={priority} />
          </Menu.Item>
        ))}
      </BulkMenu>
      <BulkMenu label={t('bulk.assign')} busy={bulk.isPending}>
        {agents.filter(worksTickets).map((agent) => (
          <Menu.Item key={agent.id} onClick={() => apply({ assigneeId: agent.id })}>
            {nameWithAway(agent, me.id, t)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => apply({ assigneeId: null })}>{t('assignee.nobody')}</Menu.Item>
      </BulkMenu>
      {teams.length > 0 && (
        <BulkMenu label={t('teams.team')} busy={bulk.isPending}>
          {teams.map((team) => (
            <Menu.Item key={team.id} onClick={() => apply({ teamId: team.id })}>
              {team.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => apply({ teamId: null })}>{t('teams.none')}</Menu.Item>
        </BulkMenu>
      )}
      <TagsPopover busy={bulk.isPending} onApply={apply} />
      {removals.map((removed) => (
        <Button
          key={removed}
          variant="default"
          size="compact-sm"
          disabled={bulk.isPending}
          onClick={() => apply({ removed })}
        >
          {t(`bulk.removed.${removed}`)}
        </Button>
      ))}
    </div>
  );
}

function BulkMenu({
  label,
  busy,
  children,
}: {
  label: string;
  busy: boolean;
  children: React.ReactNode;
}) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          disabled={busy}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={340} style={{ overflowY: 'auto' }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

function TagsPopover({ busy, onApply }: { busy: boolean; onApply: (change: BulkChange) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const tags = useTags();
  const tag = text.trim();
  const apply = (change: BulkChange): void => {
    onApply(change);
    setOpened(false);
    setText('');
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          disabled={busy}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          {t('bulk.tags')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('bulk.tags')}>
        <Autocomplete
          data-autofocus
          size="xs"
          label={t('bulk.tag')}
          maxLength={tagMaxLength}
          limit={maxTags}
          data={tags}
          value={text}
          onChange={setText}
          comboboxProps={{ withinPortal: false }}
        />
        <div className={classes.tagButtons}>
          <Button size="compact-sm" disabled={!tag} onClick={() => apply({ addTags: [tag] })}>
            {t('bulk.addTag')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!tag}
            onClick={() => apply({ removeTags: [tag] })}
          >
            {t('bulk.removeTag')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
