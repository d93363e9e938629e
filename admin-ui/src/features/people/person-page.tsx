import { Anchor, Badge, Button, Title } from '@mantine/core';
import { IconPencil, IconPlus, IconUserCheck } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { Initials } from '../../common/initials';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { Moment } from '../../common/time';
import { NotFoundPage } from '../../shell/not-found-page';
import { useMay } from '../session/session';
import { accountPath, personPath } from './addresses';
import { EditPerson } from './edit-person';
import { useContact, useLead, usePeopleKeepUp, type PersonType } from './queries';
import { TheirConversations } from './their-conversations';
import { TheirTickets } from './their-tickets';
import classes from './people.module.css';

const ConvertDialog = lazy(() => import('./convert-dialog'));
const NewTicketDialog = lazy(() => import('../tickets/new-ticket/new-ticket-dialog'));

/** A customer known by name, with all their tickets. */
export function ContactPage() {
  const { id = '' } = useParams();
  const contact = useContact(id);
  if (!contact.data) return <NotThere query={contact} />;
  return <PersonPage key={id} person={{ type: 'contact', ...contact.data }} />;
}

/** Somebody known by an address only; after the conversion, the contact's page. */
export function LeadPage() {
  const { id = '' } = useParams();
  const lead = useLead(id);
  if (!lead.data) return <NotThere query={lead} />;
  const { convertedTo } = lead.data;
  if (convertedTo)
    return <Navigate to={personPath({ type: 'contact', id: convertedTo })} replace />;
  return <PersonPage key={id} person={{ type: 'lead', account: null, ...lead.data }} />;
}

interface Person {
  type: PersonType;
  id: string;
  name: string | null;
  email: string;
  account: { id: string; name: string } | null;
  createdAt: string;
}

function PersonPage({ person }: { person: Person }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayChange = useMay('people.write');
  const mayCreate = useMay('tickets.write');
  const [doing, setDoing] = useState<'edit' | 'convert' | 'ticket' | null>(null);
  const { type, id, name, email, account, createdAt } = person;
  const shownName = name ?? email;
  usePageTitle(shownName);
  usePeopleKeepUp();
  const done = (): void => setDoing(null);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <div className={classes.who}>
          <Initials name={shownName} size={36} />
          <Title order={1}>{shownName}</Title>
          <Badge variant="default">{t(`requester.${type}`)}</Badge>
        </div>
        <div className={classes.actions}>
          {mayChange && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={16} />}
              onClick={() => setDoing('edit')}
            >
              {t('people.edit')}
            </Button>
          )}
          {mayChange && type === 'lead' && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconUserCheck size={16} />}
              onClick={() => setDoing('convert')}
            >
              {t('people.convertAsk')}
            </Button>
          )}
          {mayCreate && (
            <Button
              size="xs"
              leftSection={<IconPlus size={16} />}
              onClick={() => setDoing('ticket')}
            >
              {t('people.newTicket', { name: shownName })}
            </Button>
          )}
        </div>
      </div>
      {doing === 'edit' ? (
        <EditPerson person={person} onDone={done} />
      ) : (
        <dl className={classes.details}>
          <dt>{t('people.email')}</dt>
          <dd>{email}</dd>
          {type === 'contact' && (
            <>
              <dt>{t('people.company')}</dt>
              <dd>
                {account ? (
                  <Anchor component={Link} to={accountPath(account.id)} inherit>
                    {account.name}
                  </Anchor>
                ) : (
                  <span className={classes.quiet}>{t('people.noCompany')}</span>
                )}
              </dd>
            </>
          )}
          <dt>{t('people.since')}</dt>
          <dd>
            <Moment at={createdAt} />
          </dd>
        </dl>
      )}
      <TheirTickets whose={{ requester: id }} />
      <TheirConversations person={id} />
      <Suspense>
        {doing === 'convert' && (
          <ConvertDialog
            lead={person}
            onClose={done}
            onConverted={(contact) =>
              void navigate(personPath({ type: 'contact', id: contact.id }), { replace: true })
            }
          />
        )}
        {doing === 'ticket' && (
          <NewTicketDialog
            opened
            onClose={done}
            requester={{ kind: type, id, name, email, account: account?.name ?? null }}
          />
        )}
      </Suspense>
    </div>
  );
}

/** While it is read, or why it is not shown. */
export function NotThere({ query }: { query: { error: Error | null; refetch: () => unknown } }) {
  const { error, refetch } = query;
  if (error instanceof ApiProblem && [404, 422].includes(error.status)) return <NotFoundPage />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <RowsSkeleton rows={6} />;
}
