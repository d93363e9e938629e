import { Button, Menu, TextInput } from '@mantine/core';
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { priorities, type Priority } from '../../../../../domain/ticket/priority';
import { statuses, type Status } from '../../../../../domain/ticket/status';
import type { Agent } from '../../../api/types';
import { PriorityLabel } from '../../../common/priority';
import { StatusLabel } from '../../../common/status';
import { useCustomFields } from '../../custom-fields/queries';
import { useTeams } from '../../teams/queries';
import { useTags } from '../tags';
import { isFiltered, type TicketFilter } from './filter';
import classes from './ticket-list.module.css';

const FieldFilters = lazy(() => import('./field-filters'));

/** Each filter says what it is set to; the page keeps the whole of it in its address. */
export function FilterBar({
  filter,
  agents,
  onChange,
  onClear,
}: {
  filter: TicketFilter;
  agents: Agent[];
  onChange: (change: Partial<TicketFilter>) => void;
  onClear: () => void;
}) {
  const { t } = useTranslation();
  const assignees = [
    { value: 'any', label: t('list.anyone') },
    { value: 'me', label: t('list.me') },
    { value: 'none', label: t('list.nobody') },
    ...agents.map((agent) => ({ value: agent.id, label: agent.name })),
  ];
  const teams = [
    { value: 'any', label: t('teams.any') },
    { value: 'none', label: t('teams.none') },
    ...useTeams().map((team) => ({ value: team.id, label: team.name })),
  ];
  const fields = useCustomFields();
  const team = teams.find((one) => one.value === (filter.team ?? 'any'));
  const assignee = assignees.find((one) => one.value === (filter.assignee ?? 'any'));
  return (
    <div className={classes.group} role="group" aria-label={t('list.filters')}>
      <SearchField value={filter.q} onChange={(q) => onChange({ q })} />
      <FilterMenu
        name={t('field.status')}
        value={filter.status.map((one) => t(`status.${one}`)).join(', ') || t('list.allActive')}
        active={filter.status.length > 0}
      >
        <Menu.CheckboxGroup
          value={filter.status}
          onChange={(value) => onChange({ status: value as Status[] })}
        >
          {statuses.map((status) => (
            <Menu.CheckboxItem key={status} value={status} closeMenuOnClick={false}>
              <StatusLabel status={status} />
            </Menu.CheckboxItem>
          ))}
        </Menu.CheckboxGroup>
      </FilterMenu>
      <FilterMenu
        name={t('field.priority')}
        value={filter.priority.map((one) => t(`priority.${one}`)).join(', ') || t('list.any')}
        active={filter.priority.length > 0}
      >
        <Menu.CheckboxGroup
          value={filter.priority}
          onChange={(value) => onChange({ priority: value as Priority[] })}
        >
          {priorities.toReversed().map((priority) => (
            <Menu.CheckboxItem key={priority} value={priority} closeMenuOnClick={false}>
              <PriorityLabel priority={priority} />
            </Menu.CheckboxItem>
          ))}
        </Menu.CheckboxGroup>
      </FilterMenu>
      <FilterMenu
        name={t('field.assignee')}
        value={assignee?.label ?? t('list.anyone')}
        active={filter.assignee !== null}
      >
        <Menu.RadioGroup
          value={filter.assignee ?? 'any'}
          onChange={(value) => onChange({ assignee: value === 'any' ? null : value })}
        >
          {assignees.map(({ value, label }) => (
            <Menu.RadioItem key={value} value={value} closeMenuOnClick>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </FilterMenu>
      {(teams.length > 2 || filter.team !== null) && (
        <FilterMenu
          name={t('teams.team')}
          value={team?.label ?? t('event.someTeam')}
          active={filter.team !== null}
        >
          <Menu.RadioGroup
            value={filter.team ?? 'any'}
            onChange={(value) => onChange({ team: value === 'any' ? null : value })}
          >
            {teams.map(({ value, label }) => (
              <Menu.RadioItem key={value} value={value} closeMenuOnClick>
                {label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </FilterMenu>
      )}
      <FilterMenu
        name={t('field.tags')}
        value={filter.tag ?? t('list.any')}
        active={filter.tag !== null}
      >
        <TagChoice value={filter.tag} onChange={(tag) => onChange({ tag })} />
      </FilterMenu>
      {fields.length > 0 && (
        <Suspense>
          <FieldFilters
            fields={fields}
            given={filter.fields}
            onChange={(given) => onChange({ fields: given })}
          />
        </Suspense>
      )}
      {isFiltered(filter) && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconX size={14} />}
          onClick={onClear}
        >
          {t('list.clear')}
        </Button>
      )}
    </div>
  );
}

function TagChoice({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (tag: string | null) => void;
}) {
  const { t } = useTranslation();
  const tags = useTags();
  const [search, setSearch] = useState('');
  const found = tags.filter((tag) => tag.toLocaleLowerCase().includes(search.toLocaleLowerCase()));
  return (
    <>
      {tags.length > 8 && (
        <Menu.Search
          aria-label={t('field.tags')}
          placeholder={t('field.tags')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <Menu.RadioGroup value={value ?? ''} onChange={(tag) => onChange(tag === '' ? null : tag)}>
        <Menu.RadioItem value="" closeMenuOnClick>
          {t('list.any')}
        </Menu.RadioItem>
        {found.map((tag) => (
          <Menu.RadioItem key={tag} value={tag} closeMenuOnClick>
            {tag}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}

function FilterMenu({
  name,
  value,
  active,
  children,
}: {
  name: string;
  value: string;
  active: boolean;
  children: ReactNode;
}) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          className={classes.filter}
          data-active={active || undefined}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          <span className={classes.filterName}>{name}</span>
          <span className="truncate">{value}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Searches a moment after the last letter. */
function SearchField({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const report = useRef(onChange);
  useEffect(() => {
    report.current = onChange;
  });
  // The address changed by other means (a link, Back, Clear): follow it.
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => report.current(text.trim()), 250);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <TextInput
      size="xs"
      type="search"
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      leftSection={<IconSearch size={14} />}
      className={classes.search}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
