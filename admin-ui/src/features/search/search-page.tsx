import { Anchor, Badge, Button, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { SearchResults } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { PriorityBadge } from '../../common/priority';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { StatusLabel } from '../../common/status';
import { Age } from '../../common/time';
import { requesterName } from '../tickets/requester';
import { Marked } from './marked';
import { personPath } from '../people/addresses';
import { useResults } from './queries';
import classes from './search.module.css';

/** Everything that a search found; its address can be sent to somebody else. */
export function SearchPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const q = (params.get('q') ?? '').trim();
  const results = useResults(q);
  usePageTitle(q ? t('search.titleFor', { q }) : t('search.title'));
  const items = results.data?.pages.flatMap((page) => page.items) ?? [];
  const people = results.data?.pages[0]?.people ?? [];
  return (
    <div className={classes.page}>
      <Title order={1}>{t('search.title')}</Title>
      <Words q={q} onChange={(words) => setParams(words ? { q: words } : {}, { replace: true })} />
      {q === '' ? (
        <EmptyState icon={<IconSearch size={32} />} title={t('search.begin')}>
          {t('search.beginText')}
        </EmptyState>
      ) : results.isPending ? (
        <RowsSkeleton rows={6} height={72} />
      ) : results.error && items.length === 0 ? (
        <ErrorState error={results.error} onRetry={() => void results.refetch()} />
      ) : items.length + people.length === 0 ? (
        <EmptyState icon={<IconSearch size={32} />} title={t('search.nothing', { q })}>
          {t('search.nothingText')}
        </EmptyState>
      ) : (
        <>
          {people.length > 0 && <People people={people} />}
          {items.length > 0 && (
            <section aria-label={t('search.tickets')}>
              <ol className={classes.found}>
                {items.map((one) => (
                  <FoundTicket key={one.ticket.number} found={one} />
                ))}
              </ol>
              {results.hasNextPage && (
                <Button
                  variant="default"
                  size="xs"
                  loading={results.isFetchingNextPage}
                  onClick={() => void results.fetchNextPage()}
                >
                  {t('search.more')}
                </Button>
              )}
            </section>
          )}
        </>
      )}
    </div>
  );
}

/** The words, searched for a moment after the last letter. */
function Words({ q, onChange }: { q: string; onChange: (words: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(q);
  const [known, setKnown] = useState(q);
  if (known !== q) {
    setKnown(q);
    setText(q);
  }
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => onChange(text.trim()), 200);
    return () => clearTimeout(timer);
  });
  return (
    <TextInput
      type="search"
      autoFocus={q === ''}
      aria-label={t('search.words')}
      placeholder={t('search.wordsPlaceholder')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

function People({ people }: { people: SearchResults['people'] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('search.people')}>
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.id} className={classes.person}>
            <Anchor component={Link} to={personPath(person)} size="sm" c="inherit" fw={500}>
              <Marked parts={person.label} />
            </Anchor>
            {person.name && <span className={classes.quiet}>{person.email}</span>}
            {person.account && <span className={classes.quiet}>{person.account.name}</span>}
            <Badge variant="default" size="sm">
              {t(`requester.${person.type}`)}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FoundTicket({ found }: { found: SearchResults['items'][number] }) {
  const { t } = useTranslation();
  const { ticket, title, snippet } = found;
  return (
    <li className={classes.ticket}>
      <Link to={`/tickets/${ticket.number}`} className={classes.title}>
        <span className={classes.number}>#{ticket.number}</span> <Marked parts={title} />
      </Link>
      {snippet && (
        <p className={classes.snippet} data-kind={snippet.kind}>
          <span className={classes.place}>
            {t(`search.place.${snippet.kind}`, { author: snippet.author })}
          </span>{' '}
          <Marked parts={snippet.parts} />
        </p>
      )}
      <div className={classes.facts}>
        <StatusLabel status={ticket.status} />
        <PriorityBadge priority={ticket.priority} />
        <span>{requesterName(ticket)}</span>
        <Age at={ticket.updatedAt} />
      </div>
    </li>
  );
}
