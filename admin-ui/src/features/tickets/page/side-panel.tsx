import { ActionIcon, Anchor, Autocomplete, Button, Pill, Skeleton, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type {
  Agent,
  FlowRunSummary,
  Relation,
  Ticket,
  TicketChange,
  TicketEvent,
} from '../../../api/types';
import { RunStatus } from '../../../common/run-status';
import { Age, Moment } from '../../../common/time';
import { TicketFields, useTicketFields } from '../../custom-fields/ticket-fields';
import { Related } from '../related/related';
import { useTags } from '../tags';
import { useMe } from '../../session/session';
import { EventWords } from './event-words';
import { RequesterPanel } from './requester-panel';
import classes from './side-panel.module.css';

// What is below the first look comes a moment later.
const Watchers = lazy(() => import('./watchers'));

/** Who asked, tags, what Flows did, and the whole history. */
export function SidePanel({
  ticket,
  events,
  runs,
  conversation,
  relations,
  agents,
  watchers,
  mayWrite,
  onChange,
}: {
  ticket: Ticket;
  events: TicketEvent[];
  runs: FlowRunSummary[];
  conversation: { id: string; visitor: string | null } | null;
  relations: Relation[];
  agents: Agent[];
  watchers: { id: string; name: string }[];
  mayWrite: boolean;
  onChange: (change: TicketChange) => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const { teams, fields } = useTicketFields(ticket);
  return (
    <aside className={classes.panel} aria-label={t('side.label')}>
      <Section title={t('side.customer')}>
        <RequesterPanel
          ticket={ticket}
          disabled={!mayWrite || ticket.status === 'closed'}
          onChange={onChange}
        />
      </Section>
      {(ticket.tags.length > 0 || mayWrite) && (
        <Section title={t('side.tags')}>
          <Tags
            tags={ticket.tags}
            disabled={!mayWrite || ticket.status === 'closed'}
            onChange={(tags) => onChange({ tags })}
          />
        </Section>
      )}
      {teams.length + fields.length > 0 && (
        <Section title={t('side.properties')}>
          <TicketFields
            ticket={ticket}
            teams={teams}
            fields={fields}
            mayWrite={mayWrite}
            onChange={onChange}
          />
        </Section>
      )}
      {(relations.length > 0 || mayWrite) && (
        <Section title={t('related.title')}>
          <Related ticket={ticket} relations={relations} mayWrite={mayWrite} />
        </Section>
      )}
      <Section title={t('watchers.title')}>
        <Suspense fallback={<Skeleton height={30} />}>
          <Watchers
            number={ticket.number}
            watchers={watchers}
            agents={agents}
            me={me}
            mayWrite={mayWrite}
          />
        </Suspense>
      </Section>
      <Section title={t('side.details')}>
        <dl className={classes.details}>
          <dt>{t('side.cameBy')}</dt>
          <dd>{t(`source.${ticket.source as 'ui'}`)}</dd>
          {conversation && (
            <>
              <dt>{t('inbox.fromConversation')}</dt>
              <dd>
                <Anchor component={Link} to={`/inbox/${conversation.id}`} inherit>
                  {t('inbox.withVisitor', { name: conversation.visitor ?? t('inbox.visitor') })}
                </Anchor>
              </dd>
            </>
          )}
          {ticket.rating && (
            <>
              <dt>{t('rating.title')}</dt>
              <dd>
                {t('rating.of', { score: ticket.rating.score })}
                {ticket.rating.comment && (
                  <span className={classes.comment}>“{ticket.rating.comment}”</span>
                )}
              </dd>
            </>
          )}
          <dt>{t('side.created')}</dt>
          <dd>
            <Moment at={ticket.createdAt} />
          </dd>
          <dt>{t('side.updated')}</dt>
          <dd>
            <Age at={ticket.updatedAt} />
          </dd>
        </dl>
      </Section>
      <Section title={t('side.runs')}>
        {runs.length === 0 ? (
          <p className={classes.quiet}>{t('side.noRuns')}</p>
        ) : (
          <ul className={classes.runs}>
            {runs.map((run) => (
              <li key={run.id}>
                <Anchor component={Link} to={`/flow-runs/${run.id}`} size="sm">
                  {run.flow.title}
                </Anchor>
                <span className={classes.runLine}>
                  <RunStatus status={run.status} /> · <Age at={run.startedAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('side.history')}>
        <History events={events} agents={agents} />
      </Section>
    </aside>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <Title order={2} className={classes.heading}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Tags({
  tags,
  disabled,
  onChange,
}: {
  tags: string[];
  disabled: boolean;
  onChange: (tags: string[]) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const known = useTags();
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const tag = text.trim();
    if (tag && !tags.includes(tag)) onChange([...tags, tag]);
    setText('');
  };
  return (
    <>
      {tags.length > 0 && (
        <Pill.Group mb={8}>
          {tags.map((tag) => (
            <Pill
              key={tag}
              size="md"
              withRemoveButton={!disabled}
              removeButtonProps={{
                'aria-label': t('side.removeTag', { tag }),
                'aria-hidden': false,
                tabIndex: 0,
              }}
              onRemove={() => onChange(tags.filter((one) => one !== tag))}
            >
              <Link
                to={`/tickets?tag=${encodeURIComponent(tag)}`}
                className={classes.tagLink}
                title={t('side.tagLink', { tag })}
              >
                {tag}
              </Link>
            </Pill>
          ))}
        </Pill.Group>
      )}
      {!disabled && (
        <form onSubmit={add} className={classes.addTag}>
          <Autocomplete
            size="xs"
            flex={1}
            maxLength={50}
            limit={8}
            aria-label={t('side.addTag')}
            placeholder={t('side.addTag')}
            data={known.filter((tag) => !tags.includes(tag))}
            value={text}
            onChange={setText}
            onOptionSubmit={(tag) => {
              onChange([...tags, tag]);
              // After the field has taken the chosen one.
              setTimeout(() => setText(''));
            }}
          />
          <ActionIcon
            type="submit"
            variant="default"
            size={30}
            aria-label={t('side.addTag')}
            disabled={text.trim() === ''}
          >
            <IconPlus size={16} />
          </ActionIcon>
        </form>
      )}
    </>
  );
}

const shownEvents = 8;

function History({ events, agents }: { events: TicketEvent[]; agents: Agent[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const newestFirst = events.toReversed();
  const shown = all ? newestFirst : newestFirst.slice(0, shownEvents);
  return (
    <>
      <ol className={classes.history}>
        {shown.map((event) => (
          <li key={event.seq}>
            <EventWords event={event} agents={agents} />
            <span className={classes.quiet}>
              <Age at={event.at} />
            </span>
          </li>
        ))}
      </ol>
      {!all && newestFirst.length > shownEvents && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          {t('side.allHistory', { count: newestFirst.length })}
        </Button>
      )}
    </>
  );
}
