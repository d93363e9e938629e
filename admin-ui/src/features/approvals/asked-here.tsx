import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApprovalCard } from './approval-card';
import classes from './approvals.module.css';
import { useApprovalsOfTicket } from './queries';

/** On a ticket's page: what waits for the agent's answer about it. */
export default function AskedHere({ number }: { number: number }) {
  const { t } = useTranslation();
  const { data } = useApprovalsOfTicket(number);
  const waiting = data?.items.filter(({ mayAnswer }) => mayAnswer) ?? [];
  if (waiting.length === 0) return null;
  return (
    <section className={classes.here} aria-label={t('approvals.here')}>
      {waiting.map((approval) => (
        <ApprovalCard
          key={approval.id}
          approval={approval}
          withTicket={false}
          title={
            <Title order={2} className={classes.title}>
              {approval.flow.title}
            </Title>
          }
        />
      ))}
    </section>
  );
}
