import { ActionIcon, Skeleton, Title, Tooltip } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { Suspense, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FigureTable } from './figure-table';
import classes from './reports.module.css';

/** A chart and the same figures as a table, one press away. The chart itself is one picture. */
export function Figure({
  title,
  summary,
  columns,
  rows,
  children,
}: {
  title: string;
  /** What the chart shows, in a sentence, for those who do not see it. */
  summary: string;
  columns: string[];
  rows: [string, ...ReactNode[]][];
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const label = t(asTable ? 'report.asChart' : 'report.asTable', { title });
  return (
    <section className={classes.figure} aria-labelledby={id}>
      <div className={classes.figureHead}>
        <Title order={2} id={id}>
          {title}
        </Title>
        <Tooltip label={label}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={label}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? <IconChartBar size={18} /> : <IconTable size={18} />}
          </ActionIcon>
        </Tooltip>
      </div>
      {asTable ? (
        <FigureTable
          labelledBy={id}
          columns={columns}
          rows={rows.map((cells) => ({ key: cells[0], cells }))}
        />
      ) : (
        <div role="img" aria-label={`${title}: ${summary}`}>
          <Suspense fallback={<Skeleton height={220} />}>{children}</Suspense>
        </div>
      )}
    </section>
  );
}
