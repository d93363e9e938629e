import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowChange } from '../../api/types';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { Age, Moment } from '../../common/time';
import { useFlowChanges } from './queries';
import classes from './flows.module.css';

/** Who did what to a Flow, newest first, and what was noted about a version. */
export function FlowHistory({ id }: { id: string }) {
  const { t } = useTranslation();
  const changes = useFlowChanges(id);
  if (changes.error && !changes.data)
    return <ErrorState error={changes.error} onRetry={() => void changes.refetch()} />;
  if (!changes.data) return <RowsSkeleton rows={4} height={48} />;
  const items = changes.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className={classes.quiet}>{t('change.none')}</p>;
  return (
    <>
      <ol className={classes.changes}>
        {items.map((change, index) => (
          <Change key={index} change={change} />
        ))}
      </ol>
      {changes.hasNextPage && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          loading={changes.isFetchingNextPage}
          onClick={() => void changes.fetchNextPage()}
        >
          {t('change.more')}
        </Button>
      )}
    </>
  );
}

function Change({ change: { what, by, at, version, note, details } }: { change: FlowChange }) {
  const { t } = useTranslation();
  const { held, running, runs } = details;
  const choice =
    what === 'runs-moved' ? 'moved' : (held ?? (running === 'cancel' ? running : undefined));
  return (
    <li>
      <p className={classes.change}>
        {t(`change.${what}`, { who: by.name, version })}
        {choice !== undefined &&
          ` ${t(`change.choice.${choice as 'run'}`, { count: Number(runs ?? 0) })}`}
      </p>
      {note && <p className={classes.changeNote}>{note}</p>}
      <p className={classes.quiet}>
        <Moment at={at} /> (<Age at={at} />)
      </p>
    </li>
  );
}
