import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isFieldName, type ListColumn, type TicketColumn } from '../../../../../domain/ticket/list';
import type { CustomField, Ticket } from '../../../api/types';
import { EscalationBadge } from '../../../common/escalation';
import { Initials } from '../../../common/initials';
import { moment } from '../../../common/moment';
import { PriorityBadge } from '../../../common/priority';
import { StatusLabel } from '../../../common/status';
import { Age } from '../../../common/time';
import { FieldValue } from '../../custom-fields/field-value';
import { useCustomFields } from '../../custom-fields/queries';
import { DraftMark, useDraftNumbers } from '../composer/draft-mark';
import { requesterName } from '../requester';
import { isSnoozed } from '../snooze/is-snoozed';
import { RowCheckbox } from './row-checkbox';
import type { Selection } from './selection';
import classes from './ticket-list.module.css';

export interface TicketTableHandle {
  /** Puts the keyboard on a row, scrolling to it when it is not shown. */
  focusRow(index: number): void;
  /** The row the keyboard stands on; -1: none. */
  focusedRow(): number;
}

const rowHeight = 41;

/**
 * The rows. The title is the link, and the link covers the row. Only rows near the screen are in
 * the page; the row with the focus stays in it wherever one scrolls.
 */
export function TicketTable({
  ref,
  tickets,
  columns,
  selection,
  more,
  onNeedMore,
  hasLeft,
}: {
  ref: Ref<TicketTableHandle>;
  tickets: Ticket[];
  columns: readonly ListColumn[];
  /** Null when there is nothing to select for. */
  selection: Selection | null;
  /** There are tickets after these. */
  more: boolean;
  onNeedMore: () => void;
  /** True for a ticket that changed and no longer belongs in this list. */
  hasLeft: (ticket: Ticket) => boolean;
}) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const [focused, setFocused] = useState(-1);
  const [top, setTop] = useState(0);
  const drafts = useDraftNumbers();
  const fields = useCustomFields();
  const toggle = useRef(selection?.toggle);
  useEffect(() => {
    toggle.current = selection?.toggle;
  });
  const select = useCallback(
    (index: number, extend: boolean) => toggle.current?.(index, extend),
    [],
  );
  useLayoutEffect(() => setTop(body.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: tickets.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => tickets[index]!.number,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      const kept = focused >= 0 && focused < tickets.length && !shown.includes(focused);
      return kept ? [...shown, focused].sort((a, b) => a - b) : shown;
    },
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;

  useEffect(() => {
    if (more && last >= tickets.length - 10) onNeedMore();
  }, [more, last, tickets.length, onNeedMore]);

  useEffect(() => {
    const link = wanted === null ? null : linkOf(body.current, wanted);
    if (!link) return;
    link.focus();
    setWanted(null);
  });

  useImperativeHandle(ref, () => ({
    focusRow(index) {
      const ticket = tickets[index];
      if (!ticket) return;
      if (!linkOf(body.current, ticket.number)) virtual.scrollToIndex(index, { align: 'center' });
      setWanted(ticket.number);
    },
    focusedRow: () => (body.current?.contains(document.activeElement) ? focused : -1),
  }));

  let place = 0;
  const withGaps: ReactNode[] = [];
  for (const { index, start, end, key } of rows) {
    const gap = start - top - place;
    if (gap > 1) withGaps.push(<Gap key={`before ${key as number}`} height={gap} />);
    place = end - top;
    const ticket = tickets[index]!;
    withGaps.push(
      <TicketRow
        key={ticket.number}
        ref={virtual.measureElement}
        index={index}
        ticket={ticket}
        columns={columns}
        fields={fields}
        left={hasLeft(ticket)}
        draft={drafts.has(ticket.number)}
        selected={selection?.has(ticket.number) ?? false}
        onSelect={selection && select}
      />,
    );
  }
  const rest = virtual.getTotalSize() - place;
  const selected = selection?.numbers.length ?? 0;
  return (
    <table
      className={classes.table}
      role="table"
      aria-rowcount={more ? -1 : tickets.length + 1}
      data-selecting={selected > 0 || undefined}
    >
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          <th scope="col" role="columnheader" data-column="select">
            {selection && (
              <RowCheckbox
                label={t('bulk.selectAll')}
                checked={selected > 0 && selected === tickets.length}
                indeterminate={selected > 0 && selected < tickets.length}
                onChange={(event) =>
                  event.currentTarget.checked ? selection.selectAll() : selection.clear()
                }
              />
            )}
          </th>
          {columns.map((column) => (
            <th
              key={column}
              scope="col"
              role="columnheader"
              data-column={isFieldName(column) ? 'custom' : column}
            >
              {isFieldName(column) ? fieldOf(column, fields)?.title : t(`field.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        role="rowgroup"
        ref={body}
        onFocus={(event) => {
          const index = (event.target as HTMLElement).closest('tr')?.dataset['index'];
          setFocused(index === undefined ? -1 : Number(index));
        }}
      >
        {withGaps}
        {rest > 1 && <Gap height={rest} />}
      </tbody>
    </table>
  );
}

function linkOf(body: HTMLElement | null, number: number): HTMLElement | null {
  return body?.querySelector<HTMLElement>(`[data-number="${number}"] [data-row-link]`) ?? null;
}

/** Rows that are not in the page. */
function Gap({ height }: { height: number }) {
  return <tr role="presentation" aria-hidden className={classes.gap} style={{ height }} />;
}

/** Not drawn again while the list is scrolled. */
const TicketRow = memo(function TicketRow({
  ref,
  index,
  ticket,
  columns,
  fields,
  left,
  draft,
  selected,
  onSelect,
}: {
  ref: (row: HTMLTableRowElement | null) => void;
  index: number;
  ticket: Ticket;
  columns: readonly ListColumn[];
  fields: readonly CustomField[];
  left: boolean;
  draft: boolean;
  selected: boolean;
  onSelect: ((index: number, extend: boolean) => void) | null;
}) {
  const { t } = useTranslation();
  return (
    <tr
      ref={ref}
      role="row"
      className={classes.row}
      aria-rowindex={index + 2}
      data-index={index}
      data-left={left || undefined}
      data-selected={selected || undefined}
      data-number={ticket.number}
    >
      <td role="cell" data-column="select">
        {onSelect && (
          <RowCheckbox
            label={t('bulk.select', { number: ticket.number })}
            checked={selected}
            onChange={(event) => onSelect(index, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        )}
      </td>
      {columns.map((column) => (
        <td
          key={column}
          role="cell"
          data-column={isFieldName(column) ? 'custom' : column}
          className={column === 'number' ? 'numbers' : whole.includes(column) ? '' : 'truncate'}
        >
          {isFieldName(column) ? (
            <FieldCell ticket={ticket} field={fieldOf(column, fields)} />
          ) : (
            cells[column](ticket)
          )}
          {column === 'title' && <EscalationBadge level={ticket.escalation} />}
          {column === 'title' && draft && <DraftMark />}
          {column === 'title' && isSnoozed(ticket) && (
            <span className={classes.leftNote}>
              {t('snooze.until', { at: moment(ticket.snoozedUntil!) })}
            </span>
          )}
          {column === 'title' && left && <span className={classes.leftNote}>{t('list.left')}</span>}
        </td>
      ))}
    </tr>
  );
});

/** Columns whose cells cut themselves short, or never need to. */
const whole: readonly ListColumn[] = [
  'title',
  'status',
  'priority',
  'assignee',
  'tags',
  'age',
  'updated',
];

function fieldOf(column: string, fields: readonly CustomField[]): CustomField | undefined {
  return fields.find(({ slug }) => column === `field.${slug}`);
}

function FieldCell({ ticket, field }: { ticket: Ticket; field: CustomField | undefined }) {
  return field ? <FieldValue field={field} value={ticket.customFields[field.slug]} /> : null;
}

const cells: Record<TicketColumn, (ticket: Ticket) => ReactNode> = {
  number: (ticket) => `#${ticket.number}`,
  title: (ticket) => (
    <Link
      to={`/tickets/${ticket.number}`}
      className={classes.title}
      data-row-link
      title={ticket.title}
    >
      {ticket.title}
    </Link>
  ),
  requester: requesterName,
  status: (ticket) => <StatusLabel status={ticket.status} />,
  priority: (ticket) => <PriorityBadge priority={ticket.priority} />,
  assignee: (ticket) => <Assignee ticket={ticket} />,
  tags: (ticket) => <span className={`truncate ${classes.quiet}`}>{ticket.tags.join(', ')}</span>,
  age: (ticket) => <Age at={ticket.createdAt} short />,
  updated: (ticket) => <Age at={ticket.updatedAt} short />,
};

function Assignee({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  if (!ticket.assignee) return <span className={classes.quiet}>{t('list.unassigned')}</span>;
  return (
    <span className={classes.assignee}>
      <Initials name={ticket.assignee.name} size={20} />
      <span className="truncate">{ticket.assignee.name}</span>
    </span>
  );
}
