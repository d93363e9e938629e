import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { useFlows, useRuns } from './queries';
import { filterOfAddress, runFilterNames, runStatuses, type RunFilterName } from './run-filter';
import { RunTable } from './run-table';
import classes from './flows.module.css';

/** Runs of all Flows or of one, newest first; what they are narrowed down by stands in the address. */
export function RunList({ flow }: { flow?: string }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const asked = filterOfAddress(params);
  const runs = useRuns(flow === undefined ? asked : { ...asked, flow });
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const isNarrowed = Object.keys(asked).length > 0;
  return (
    <>
      {(isNarrowed || items.length > 0) && <RunFilters withFlow={flow === undefined} />}
      {runs.isPending ? (
        <RowsSkeleton rows={4} height={36} />
      ) : runs.error && items.length === 0 ? (
        <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
      ) : items.length === 0 ? (
        <p className={classes.quiet}>{t(isNarrowed ? 'run.noneSuch' : 'run.noneYet')}</p>
      ) : (
        <>
          <RunTable runs={items} withFlow={flow === undefined} />
          {runs.hasNextPage && (
            <Button
              mt="sm"
              size="xs"
              variant="default"
              loading={runs.isFetchingNextPage}
              onClick={() => void runs.fetchNextPage()}
            >
              {t('run.more')}
            </Button>
          )}
        </>
      )}
    </>
  );
}

function RunFilters({ withFlow }: { withFlow: boolean }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const flows = useFlows();
  const set = (name: RunFilterName, value: string): void =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        if (value.trim() === '') next.delete(name);
        else next.set(name, value.trim());
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const given = (name: RunFilterName): string => params.get(name) ?? '';
  const clear = (): void =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        for (const name of runFilterNames) next.delete(name);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const isNarrowed = runFilterNames.some((name) => params.has(name));
  return (
    <div className={classes.filters} role="group" aria-label={t('run.filters')}>
      {withFlow && (
        <NativeSelect
          size="xs"
          label={t('run.flow')}
          value={given('flow')}
          data={[
            { value: '', label: t('run.any') },
            ...(flows.data?.items ?? []).map(({ slug, title }) => ({ value: slug, label: title })),
          ]}
          onChange={(event) => set('flow', event.currentTarget.value)}
        />
      )}
      <NativeSelect
        size="xs"
        label={t('run.state')}
        value={given('status')}
        data={[
          { value: '', label: t('run.any') },
          ...runStatuses.map((status) => ({ value: status, label: t(`run.status.${status}`) })),
        ]}
        onChange={(event) => set('status', event.currentTarget.value)}
      />
      {(['ticket', 'version', 'failedStep', 'error'] as const).map((name) => (
        // Made anew when the address changes, so that it shows what is asked for.
        <FilterText
          key={`${name} ${given(name)}`}
          label={t(`run.${name}`)}
          given={given(name)}
          isNumber={name === 'ticket' || name === 'version'}
          onChange={(value) => set(name, value)}
        />
      ))}
      {isNarrowed && (
        <Button size="xs" variant="subtle" color="gray" onClick={clear}>
          {t('run.clear')}
        </Button>
      )}
    </div>
  );
}

/** Asks when it is left, or with Enter. */
function FilterText({
  label,
  given,
  isNumber,
  onChange,
}: {
  label: string;
  given: string;
  isNumber: boolean;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <TextInput
      id={id}
      size="xs"
      label={label}
      defaultValue={given}
      maxLength={200}
      {...(isNumber ? { inputMode: 'numeric' as const, className: classes.number } : {})}
      onBlur={(event) => {
        if (event.currentTarget.value !== given) onChange(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(event.currentTarget.value);
      }}
    />
  );
}
