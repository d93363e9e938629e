import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age } from '../../common/time';
import { visitorName } from '../inbox/words';
import { useMay } from '../session/session';
import { useTheirConversations } from './queries';
import classes from './people.module.css';

/** The latest chats with somebody; nothing when there were none. */
export function TheirConversations({ person }: { person: string }) {
  return useMay('conversations.read') ? <Conversations person={person} /> : null;
}

function Conversations({ person }: { person: string }) {
  const { t } = useTranslation();
  const rows = useTheirConversations(person).data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="their-conversations">
      <Title order={2} id="their-conversations" className={classes.heading}>
        {t('people.conversations')}
      </Title>
      <ul className={classes.tickets}>
        {rows.map((row) => (
          <li key={row.id} className={classes.ticket}>
            <Link to={`/inbox/${row.id}`} className={classes.link}>
              {row.lastMessage?.text ?? visitorName(row, t)}
            </Link>
            <span className={classes.facts}>
              {row.ticketNumber !== null && (
                <Link to={`/tickets/${row.ticketNumber}`}>#{row.ticketNumber}</Link>
              )}
              <Age at={row.updatedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
