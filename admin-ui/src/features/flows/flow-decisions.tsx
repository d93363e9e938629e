import { Anchor } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Verdict as ConditionVerdict } from '../../../../flows/engine/evaluate';
import type { FlowDecision } from '../../api/types';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { Age } from '../../common/time';
import { useFlowDecisions } from './queries';
import { Verdict } from './verdict';
import type { Names } from './words';
import classes from './flows.module.css';

type ShownDecision = Omit<FlowDecision, 'explanation'> & { explanation?: unknown };

/** As it is kept with a decision. */
interface Explanation {
  triggers?: { event: string; verdict: ConditionVerdict }[];
  ownChange?: true;
  machineAnswer?: true;
}

/** Why the last events did or did not start a Flow: each part of its conditions and what it saw. */
export function FlowDecisions({ id, names }: { id: string; names: Names }) {
  const { t } = useTranslation();
  const decisions = useFlowDecisions(id);
  if (decisions.error && !decisions.data)
    return <ErrorState error={decisions.error} onRetry={() => void decisions.refetch()} />;
  if (!decisions.data) return <RowsSkeleton rows={4} height={56} />;
  const { items } = decisions.data;
  if (items.length === 0) return <p className={classes.quiet}>{t('decision.none')}</p>;
  return (
    <>
      <p className={classes.intro}>{t('decision.intro')}</p>
      <ol className={classes.changes}>
        {items.map((decision) => (
          <Decision
            key={`${decision.ticketNumber} ${decision.seq}`}
            decision={decision}
            names={names}
          />
        ))}
      </ol>
    </>
  );
}

function Decision({ decision, names }: { decision: ShownDecision; names: Names }) {
  const { t } = useTranslation();
  const { matched, ticketNumber, seq, version, at } = decision;
  const { triggers = [], ownChange, machineAnswer } = decision.explanation as Explanation;
  return (
    <li>
      <div className={classes.decisionHead} data-matched={matched}>
        {matched ? (
          <IconCircleCheck size={16} aria-hidden />
        ) : (
          <IconCircleDashed size={16} aria-hidden />
        )}
        <strong>{t(matched ? 'decision.started' : 'decision.stayedOut')}</strong>
        <span>
          <Anchor component={Link} to={`/tickets/${ticketNumber}`} inherit>
            #{ticketNumber}
          </Anchor>
          , {t('run.openRun', { seq })}
        </span>
        <span className={classes.code}>{t('flow.versionShort', { version })}</span>
        <span className={classes.quietInline}>
          <Age at={at} />
        </span>
      </div>
      {ownChange && <p className={classes.note}>{t('decision.ownChange')}</p>}
      {machineAnswer && <p className={classes.note}>{t('decision.machineAnswer')}</p>}
      {triggers.map(({ event, verdict }, index) => (
        <div key={index} className={classes.decisionTrigger}>
          <div className={classes.branchLabel}>
            {t('flow.when', { trigger: t(`trigger.${event as 'ticket.created'}`) })}
          </div>
          <Verdict verdict={verdict} names={names} />
        </div>
      ))}
    </li>
  );
}
