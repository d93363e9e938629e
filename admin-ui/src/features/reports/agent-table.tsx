import { Table, Title } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportOverview } from '../../api/types';
import { durationInWords } from '../../common/duration';
import { inWords } from './numbers';
import classes from './reports.module.css';

/** What each agent has and did. */
export function AgentTable({ agents }: { agents: ReportOverview['agents'] }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className={classes.figure} aria-labelledby={id}>
      <Title order={2} id={id}>
        {t('report.agents')}
      </Title>
      <p className={classes.quiet}>{t('report.agentsHint')}</p>
      <div className={classes.scroll} tabIndex={0} role="group" aria-labelledby={id}>
        <Table aria-labelledby={id} className="numbers">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('report.agent')}</Table.Th>
              <Table.Th scope="col">{t('report.open')}</Table.Th>
              <Table.Th scope="col">{t('report.resolved')}</Table.Th>
              <Table.Th scope="col">{t('report.replies')}</Table.Th>
              <Table.Th scope="col">{t('report.median')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {agents.map((agent) => (
              <Table.Tr key={agent.id}>
                <Table.Th scope="row" fw={500}>
                  {agent.name}
                </Table.Th>
                <Table.Td>{inWords(agent.open)}</Table.Td>
                <Table.Td>{inWords(agent.resolved)}</Table.Td>
                <Table.Td>{inWords(agent.replies)}</Table.Td>
                <Table.Td>
                  {agent.medianFirstResponseSeconds === null
                    ? '–'
                    : durationInWords(agent.medianFirstResponseSeconds * 1_000)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
