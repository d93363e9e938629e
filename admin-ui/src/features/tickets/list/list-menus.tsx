import { Button, Menu, Pill } from '@mantine/core';
import { IconArrowsSort, IconColumns, IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import {
  isFieldName,
  ticketColumns,
  type ListColumn,
  type ListOrder,
  type TicketOrder,
} from '../../../../../domain/ticket/list';
import { useCustomFields } from '../../custom-fields/queries';
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
  const fields = useCustomFields();
  const active = fields.filter(({ archivedAt }) => archivedAt === null);
  const orders: readonly ListOrder[] = [
    ...offered,
    ...active.flatMap(({ slug }) => [`field.${slug}`, `-field.${slug}`] as const),
  ];
  const inWords = (order: ListOrder): string => {
    const name = order.replace(/^-/, '');
    if (!isFieldName(name)) return t(`list.sortBy.${order as TicketOrder}`);
    const field = fields.find(({ slug }) => name === `field.${slug}`)?.title ?? name;
    return t(order.startsWith('-') ? 'list.fieldDown' : 'list.fieldUp', { field });
  };
  const columns: { value: ListColumn; label: string }[] = [
    ...ticketColumns.map((value) => ({ value, label: t(`field.${value}`) })),
    ...active.map(({ slug, title }) => ({ value: `field.${slug}` as const, label: title })),
  ];
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
            {inWords(state.sort)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <Menu.RadioGroup
            value={state.sort}
            onChange={(value) => onChange({ sort: value as ListOrder })}
          >
            {(orders.includes(state.sort) ? orders : [...orders, state.sort]).map((sort) => (
              <Menu.RadioItem key={sort} value={sort} closeMenuOnClick>
                {inWords(sort)}
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
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <Menu.CheckboxGroup
            value={[...state.columns]}
            onChange={(value) =>
              onChange({
                columns: columns.map((one) => one.value).filter((one) => value.includes(one)),
              })
            }
          >
            {columns
              .filter((one) => one.value !== 'title')
              .map((column) => (
                <Menu.CheckboxItem key={column.value} value={column.value} closeMenuOnClick={false}>
                  {column.label}
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
