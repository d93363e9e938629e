import { ActionIcon, Button, Menu, TextInput, Title, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconCheck, IconChevronDown, IconPencil, IconX } from '@tabler/icons-react';
import { useState, type FormEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { priorities } from '../../../../../domain/ticket/priority';
import { statusTable } from '../../../../../domain/ticket/status';
import type { Agent, PresentAgent, Ticket, TicketChange } from '../../../api/types';
import { EscalationBadge } from '../../../common/escalation';
import { PriorityIcon, PriorityLabel } from '../../../common/priority';
import { StatusIcon } from '../../../common/status';
import { PresentAgents } from '../presence/present-agents';
import { TicketMenu } from '../actions/ticket-menu';
import { AssigneeMenu } from '../assignee-menu';
import classes from './ticket-page.module.css';

export type OpenMenu = 'status' | 'priority' | 'assignee' | null;

/** Number, title, and the three things that agents change most. */
export function TicketHeader({
  ticket,
  agents,
  myId,
  mayWrite: mayUseMenu,
  openMenu,
  onOpenMenu,
  onChange,
  headingRef,
  others,
}: {
  ticket: Ticket;
  agents: Agent[];
  myId: string;
  mayWrite: boolean;
  openMenu: OpenMenu;
  onOpenMenu: (menu: OpenMenu) => void;
  onChange: (change: TicketChange) => void;
  headingRef: Ref<HTMLHeadingElement>;
  /** Who else is here now. */
  others: PresentAgent[];
}) {
  const { t } = useTranslation();
  const mayWrite = mayUseMenu && !ticket.removed;
  const fixed = !mayWrite || ticket.status === 'closed';
  const menu = (name: OpenMenu) => ({
    opened: openMenu === name,
    onChange: (opened: boolean) => onOpenMenu(opened ? name : null),
  });
  return (
    <header className={classes.header}>
      <div className={classes.titleRow}>
        <Tooltip label={t('ticket.back')}>
          <ActionIcon
            component={Link}
            to="/tickets"
            variant="subtle"
            color="gray"
            aria-label={t('ticket.back')}
          >
            <IconArrowLeft size={18} />
          </ActionIcon>
        </Tooltip>
        <EditableTitle
          ticket={ticket}
          disabled={fixed}
          headingRef={headingRef}
          onChange={(title) => onChange({ title })}
        />
      </div>
      <div className={classes.controls}>
        <Menu position="bottom-start" width={270} {...menu('status')}>
          <Menu.Target>
            <Button
              variant="default"
              size="xs"
              disabled={!mayWrite || ticket.mergedInto !== null}
              aria-keyshortcuts="s"
              aria-label={t('ticket.statusIs', { status: t(`status.${ticket.status}`) })}
              leftSection={<StatusIcon status={ticket.status} />}
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              {t(`status.${ticket.status}`)}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('ticket.setStatus')}</Menu.Label>
            {statusTable[ticket.status].next.map((status) => (
              <Menu.Item
                key={status}
                leftSection={<StatusIcon status={status} />}
                onClick={() => onChange({ status })}
              >
                {t(`status.${status}`)}
                <span className={classes.effect}>{t(`statusEffect.${status}`)}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Menu position="bottom-start" width={190} {...menu('priority')}>
          <Menu.Target>
            <Button
              variant="default"
              size="xs"
              disabled={fixed}
              aria-keyshortcuts="p"
              aria-label={t('ticket.priorityIs', { priority: t(`priority.${ticket.priority}`) })}
              leftSection={<PriorityIcon priority={ticket.priority} />}
              rightSection={<IconChevronDown size={14} aria-hidden />}
              className={classes.priority}
              data-priority={ticket.priority}
            >
              {t(`priority.${ticket.priority}`)}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.RadioGroup
              value={ticket.priority}
              onChange={(value) => onChange({ priority: value as Ticket['priority'] })}
            >
              {priorities.toReversed().map((priority) => (
                <Menu.RadioItem key={priority} value={priority} closeMenuOnClick>
                  <PriorityLabel priority={priority} />
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Dropdown>
        </Menu>
        <AssigneeMenu
          assignee={ticket.assignee}
          agents={agents}
          myId={myId}
          disabled={fixed}
          opened={openMenu === 'assignee'}
          onOpenChange={(opened) => onOpenMenu(opened ? 'assignee' : null)}
          onChange={(assigneeId) => onChange({ assigneeId })}
        />
        <EscalationBadge level={ticket.escalation} />
        {mayUseMenu && <TicketMenu ticket={ticket} onChange={onChange} />}
        <PresentAgents others={others} />
      </div>
    </header>
  );
}

function EditableTitle({
  ticket,
  disabled,
  headingRef,
  onChange,
}: {
  ticket: Ticket;
  disabled: boolean;
  headingRef: Ref<HTMLHeadingElement>;
  onChange: (title: string) => void;
}) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<string | null>(null);
  if (editing === null) {
    return (
      <div className={classes.title}>
        <Title order={1} ref={headingRef} tabIndex={-1} className={classes.heading}>
          <span className={classes.number}>#{ticket.number}</span> {ticket.title}
        </Title>
        {!disabled && (
          <Tooltip label={t('ticket.editTitle')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('ticket.editTitle')}
              onClick={() => setEditing(ticket.title)}
            >
              <IconPencil size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    );
  }
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const title = editing.trim();
    if (title && title !== ticket.title) onChange(title);
    setEditing(null);
  };
  return (
    <form className={classes.title} onSubmit={save}>
      <h1 className="visually-hidden" ref={headingRef} tabIndex={-1}>
        #{ticket.number} {ticket.title}
      </h1>
      <TextInput
        flex={1}
        size="xs"
        aria-label={t('field.title')}
        maxLength={300}
        autoFocus
        value={editing}
        onChange={(event) => setEditing(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setEditing(null);
        }}
      />
      <ActionIcon type="submit" aria-label={t('ticket.saveTitle')}>
        <IconCheck size={16} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={t('ticket.keepTitle')}
        onClick={() => setEditing(null)}
      >
        <IconX size={16} />
      </ActionIcon>
    </form>
  );
}
