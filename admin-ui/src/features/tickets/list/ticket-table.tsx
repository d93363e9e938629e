import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Ticket } from '../../../api/types';
import { Initials } from '../../../shared/initials';
import { PriorityBadge } from '../../../shared/priority';
import { StatusLabel } from '../../../shared/status';
import { Age } from '../../../shared/time';
import { DraftMark } from '../composer/draft-mark';
import { requesterName } from '../requester';
import classes from './ticket-list.module.css';

/** The rows. The title is the link, and the link covers the row. */
export function TicketTable({
  tickets,
  hasLeft,
}: {
  tickets: Ticket[];
  /** True for a ticket that changed and no longer belongs in this list. */
  hasLeft: (ticket: Ticket) => boolean;
}) {
  const { t } = useTranslation();
  const headings = [
    'number',
    'title',
    'requester',
    'status',
    'priority',
    'assignee',
    'age',
    'updated',
  ] as const;
  return (
    <table className={classes.table} role="table">
      <thead role="rowgroup">
        <tr role="row">
          {headings.map((heading) => (
            <th key={heading} scope="col" role="columnheader" data-column={heading}>
              {t(`field.${heading}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {tickets.map((ticket) => (
          <TicketRow key={ticket.number} ticket={ticket} left={hasLeft(ticket)} />
        ))}
      </tbody>
    </table>
  );
}

function TicketRow({ ticket, left }: { ticket: Ticket; left: boolean }) {
  const { t } = useTranslation();
  return (
    <tr
      role="row"
      className={classes.row}
      data-left={left || undefined}
      data-number={ticket.number}
    >
      <td role="cell" data-column="number" className="numbers">
        #{ticket.number}
      </td>
      <td role="cell" data-column="title">
        <Link
          to={`/tickets/${ticket.number}`}
          className={classes.title}
          data-row-link
          title={ticket.title}
        >
          {ticket.title}
        </Link>
        <DraftMark number={ticket.number} />
        {left && <span className={classes.leftNote}>{t('list.left')}</span>}
      </td>
      <td role="cell" data-column="requester" className="truncate">
        {requesterName(ticket)}
      </td>
      <td role="cell" data-column="status">
        <StatusLabel status={ticket.status} />
      </td>
      <td role="cell" data-column="priority">
        <PriorityBadge priority={ticket.priority} />
      </td>
      <td role="cell" data-column="assignee">
        {ticket.assignee ? (
          <span className={classes.assignee}>
            <Initials name={ticket.assignee.name} size={20} />
            <span className="truncate">{ticket.assignee.name}</span>
          </span>
        ) : (
          <span className={classes.quiet}>{t('list.unassigned')}</span>
        )}
      </td>
      <td role="cell" data-column="age">
        <Age at={ticket.createdAt} short />
      </td>
      <td role="cell" data-column="updated">
        <Age at={ticket.updatedAt} short />
      </td>
    </tr>
  );
}
