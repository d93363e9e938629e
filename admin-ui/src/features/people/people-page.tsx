import { Badge, Button, Modal, SegmentedControl, TextInput, Title } from '@mantine/core';
import { IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { Age } from '../../common/time';
import { useMay } from '../session/session';
import { AddPerson } from './add-person';
import { accountPath, personPath } from './addresses';
import { useCompanies, usePeople, usePeopleKeepUp } from './queries';
import classes from './people.module.css';

const kinds = ['all', 'contact', 'lead', 'company'] as const;

type Kind = (typeof kinds)[number];

/** Everybody who writes or may write: contacts, leads and their companies. */
export function PeoplePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayAdd = useMay('people.write');
  const [params, setParams] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const q = (params.get('q') ?? '').trim();
  const kind = kinds.find((one) => one === params.get('kind')) ?? 'all';
  usePageTitle(t('people.title'));
  usePeopleKeepUp();
  const show = (changed: { q?: string; kind?: Kind }): void => {
    const asked = { q, kind, ...changed };
    const query = {
      ...(asked.q && { q: asked.q }),
      ...(asked.kind !== 'all' && { kind: asked.kind }),
    };
    setParams(query, { replace: true });
  };
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Title order={1}>{t('people.title')}</Title>
        {mayAdd && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('people.newPerson')}
          </Button>
        )}
      </div>
      <div className={classes.filters}>
        <Words q={q} onChange={(words) => show({ q: words })} />
        <SegmentedControl
          size="xs"
          aria-label={t('people.kind')}
          value={kind}
          data={kinds.map((value) => ({ value, label: t(`people.kinds.${value}`) }))}
          onChange={(chosen) => show({ kind: chosen as Kind })}
        />
      </div>
      {kind === 'company' ? <Companies q={q} /> : <Persons q={q} kind={kind} />}
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title={t('people.newPerson')}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        <AddPerson
          onCancel={() => setAdding(false)}
          onAdded={(person) => void navigate(personPath(person))}
        />
      </Modal>
    </div>
  );
}

function Persons({ q, kind }: { q: string; kind: 'all' | 'contact' | 'lead' }) {
  const { t } = useTranslation();
  const people = usePeople({ ...(q && { q }), ...(kind !== 'all' && { type: kind }) });
  const rows = people.data?.pages.flatMap(({ items }) => items) ?? [];
  if (rows.length === 0) return <NoRows list={people} q={q} />;
  return (
    <>
      <table className={classes.table} role="table">
        <thead role="rowgroup">
          <tr role="row">
            <Heading name="name" />
            <Heading name="email" />
            <Heading name="company" />
            <Heading name="openTickets" />
            <Heading name="lastContact" />
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((person) => (
            <tr key={person.id} role="row">
              <td role="cell" data-column="name">
                <Link to={personPath(person)} className={classes.link}>
                  {person.name ?? person.email}
                </Link>
                <Badge variant="default" size="sm">
                  {t(`requester.${person.type}`)}
                </Badge>
              </td>
              <td role="cell" className={classes.quiet}>
                {person.email}
              </td>
              <td role="cell">
                {person.account && (
                  <Link to={accountPath(person.account.id)} className={classes.link}>
                    {person.account.name}
                  </Link>
                )}
              </td>
              <td role="cell" className="numbers">
                <Figure label="people.openCount" count={person.openTickets} />
              </td>
              <td role="cell" className={classes.quiet}>
                {person.lastContactAt ? <Age at={person.lastContactAt} /> : t('people.never')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={people} />
    </>
  );
}

function Companies({ q }: { q: string }) {
  const companies = useCompanies(q ? { q } : {});
  const rows = companies.data?.pages.flatMap(({ items }) => items) ?? [];
  if (rows.length === 0) return <NoRows list={companies} q={q} />;
  return (
    <>
      <table className={classes.table} role="table">
        <thead role="rowgroup">
          <tr role="row">
            <Heading name="company" />
            <Heading name="contacts" />
            <Heading name="openTickets" />
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((company) => (
            <tr key={company.id} role="row">
              <td role="cell" data-column="name">
                <Link to={accountPath(company.id)} className={classes.link}>
                  {company.name}
                </Link>
              </td>
              <td role="cell" className="numbers">
                <Figure label="people.contactCount" count={company.contacts} />
              </td>
              <td role="cell" className="numbers">
                <Figure label="people.openCount" count={company.openTickets} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={companies} />
    </>
  );
}

type Column = 'name' | 'email' | 'company' | 'openTickets' | 'contacts' | 'lastContact';

function Heading({ name }: { name: Column }) {
  const { t } = useTranslation();
  return (
    <th scope="col" role="columnheader" data-column={name}>
      {t(`people.${name}`)}
    </th>
  );
}

/** A number; on a narrow screen, where the table has no heads, with what it counts. */
function Figure({
  label,
  count,
}: {
  label: 'people.openCount' | 'people.contactCount';
  count: number;
}) {
  const { t } = useTranslation();
  return (
    <>
      <span className={classes.wide}>{count}</span>
      <span className={classes.narrow}>{t(label, { count })}</span>
    </>
  );
}

interface List {
  isPending: boolean;
  error: Error | null;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

function NoRows({ list, q }: { list: List; q: string }) {
  const { t } = useTranslation();
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <RowsSkeleton rows={10} />;
  return q ? (
    <EmptyState icon={<IconUsers size={32} />} title={t('people.nobodyFound', { q })}>
      {t('people.nobodyFoundText')}
    </EmptyState>
  ) : (
    <EmptyState icon={<IconUsers size={32} />} title={t('people.nobody')}>
      {t('people.nobodyText')}
    </EmptyState>
  );
}

function More({ list }: { list: List }) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <Button
      variant="default"
      size="xs"
      className={classes.more}
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {t('people.more')}
    </Button>
  );
}

/** Letters of a name, searched for a moment after the last one. */
function Words({ q, onChange }: { q: string; onChange: (words: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(q);
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => onChange(text.trim()), 200);
    return () => clearTimeout(timer);
  });
  return (
    <TextInput
      type="search"
      size="xs"
      className={classes.words}
      aria-label={t('people.search')}
      placeholder={t('people.searchPlaceholder')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
