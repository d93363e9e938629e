import { Button, Menu, Pill } from '@mantine/core';
import { IconArrowsSort, IconColumns, IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ticketColumns, type TicketOrder } from '../../../../../domain/ticket/list';
import { queryOf } from './filter';
import classes from './ticket-list.module.css';
import type { TicketListState } from './list-address';

/** The ones that a menu offers; an address or a view may hold the others. */
const offered: readonly TicketOrder[] = [
  '-createdAt',
  'createdAt',
  '-updatedAt',
  'updatedAt',
  '-priority',
  'status',
];

/** Order, columns and the way out as CSV. */
export function ListMenus({
  state,
  onChange,
}: {
  state: TicketListState;
  onChange: (change: Partial<TicketListState>) => void;
}) {
  const { t } = useTranslation();
  const csv = new URLSearchParams({ ...queryOf(state.filter), sort: state.sort });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            size="compact-sm"
            className={classes.filter}
            leftSection={<IconArrowsSort size={14} aria-hidden />}
          >
            <span className={classes.filterName}>{t('list.sort')}</span>
            {t(`list.sortBy.${state.sort}`)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup
            value={state.sort}
            onChange={(value) => onChange({ sort: value as TicketOrder })}
          >
            {(offered.includes(state.sort) ? offered : [...offered, state.sort]).map((sort) => (
              <Menu.RadioItem key={sort} value={sort} closeMenuOnClick>
                {t(`list.sortBy.${sort}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            size="compact-sm"
            className={classes.filter}
            leftSection={<IconColumns size={14} aria-hidden />}
          >
            {t('list.columns')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.CheckboxGroup
            value={[...state.columns]}
            onChange={(value) =>
              onChange({ columns: ticketColumns.filter((one) => value.includes(one)) })
            }
          >
            {ticketColumns
              .filter((one) => one !== 'title')
              .map((column) => (
                <Menu.CheckboxItem key={column} value={column} closeMenuOnClick={false}>
                  {t(`field.${column}`)}
                </Menu.CheckboxItem>
              ))}
          </Menu.CheckboxGroup>
        </Menu.Dropdown>
      </Menu>
      <Button
        component="a"
        href={`/api/v1/tickets.csv?${csv.toString()}`}
        download
        variant="default"
        size="compact-sm"
        className={classes.filter}
        leftSection={<IconDownload size={14} aria-hidden />}
      >
        {t('list.csv')}
      </Button>
    </>
  );
}

/** A filter that is set elsewhere, with the way to take it off. */
export function FilterChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <Pill
      size="md"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{
        'aria-label': t('list.removeFilter', { filter: text }),
        'aria-hidden': false,
        tabIndex: 0,
      }}
    >
      {text}
    </Pill>
  );
}
