import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconUserOff, IconUserQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { worksTickets } from '../../../../domain/agent/role';
import type { Agent } from '../../api/types';
import { showWarning } from '../../common/toasts';
import { awayWithNote, awayWords } from '../agents/away';
import { Initials } from '../../common/initials';

/** Who works on it. Me first, then everybody by name; searchable when there are many. */
export function AssigneeMenu({
  assignee,
  agents,
  myId,
  disabled = false,
  opened,
  onOpenChange,
  onChange,
}: {
  assignee: { id: string; name: string } | null;
  agents: Agent[];
  myId: string;
  disabled?: boolean;
  opened?: boolean;
  onOpenChange?: (opened: boolean) => void;
  onChange: (agentId: string | null) => void;
}) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const found = agents
    .filter(worksTickets)
    .filter((agent) => agent.name.toLocaleLowerCase().includes(search.toLocaleLowerCase()))
    .sort((a, b) => Number(b.id === myId) - Number(a.id === myId) || a.name.localeCompare(b.name));
  const shown = agents.find(({ id }) => id === assignee?.id);
  const choose = (agent: Agent): void => {
    const away = agent.id === myId ? null : awayWithNote(agent, t);
    if (away) showWarning(t('away.assigned', { name: agent.name, away }));
    onChange(agent.id);
  };
  return (
    <Menu
      position="bottom-start"
      width={260}
      {...(opened !== undefined && { opened })}
      {...(onOpenChange && { onChange: onOpenChange })}
    >
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          disabled={disabled}
          aria-label={t('assignee.label', { name: assignee?.name ?? t('assignee.nobody') })}
          leftSection={
            assignee ? <Initials name={assignee.name} size={18} /> : <IconUserQuestion size={16} />
          }
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {assignee?.name ?? t('assignee.nobody')}
          {shown && <Away agent={shown} />}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={340} style={{ overflowY: 'auto' }}>
        {agents.length > 8 && (
          <Menu.Search
            aria-label={t('assignee.search')}
            placeholder={t('assignee.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        {found.map((agent) => (
          <Menu.Item
            key={agent.id}
            leftSection={<Initials name={agent.name} size={20} />}
            onClick={() => choose(agent)}
          >
            {agent.id === myId ? t('assignee.me', { name: agent.name }) : agent.name}
            <Away agent={agent} />
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconUserOff size={18} />} onClick={() => onChange(null)}>
          {t('assignee.nobody')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Says beside a name that its agent is away. */
function Away({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const words = awayWords(agent, t);
  return words && <span className="away"> · {words}</span>;
}
