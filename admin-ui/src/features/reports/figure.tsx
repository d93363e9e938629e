import { ActionIcon, Skeleton, Table, Title, Tooltip } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { Suspense, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
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
        <div className={classes.scroll} tabIndex={0} role="group" aria-labelledby={id}>
          <Table aria-labelledby={id} className="numbers">
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column} scope="col">
                    {column}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(([name, ...cells]) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row" fw={400}>
                    {name}
                  </Table.Th>
                  {cells.map((cell, index) => (
                    <Table.Td key={index}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : (
        <div role="img" aria-label={`${title}: ${summary}`}>
          <Suspense fallback={<Skeleton height={220} />}>{children}</Suspense>
        </div>
      )}
    </section>
  );
}
