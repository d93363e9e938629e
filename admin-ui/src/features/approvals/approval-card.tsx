import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Approval } from '../../api/types';
import { Age, Moment } from '../../common/time';
import { useMe } from '../session/session';
import { AnswerForm } from './answer-form';
import { ApprovalState } from './approval-state';
import classes from './approvals.module.css';

/** What a Flow asks: the question, until when, who is asked and what they said, and one's own answer. */
export function ApprovalCard({
  approval,
  title,
  withTicket = true,
}: {
  approval: Approval;
  /** Its heading, of the level that fits the page. */
  title: ReactNode;
  withTicket?: boolean;
}) {
  const { t } = useTranslation();
  const { id, ticket, question, needs, until, endedAt, decidedBy, createdAt, people } = approval;
  return (
    <article className={classes.card}>
      <div className={classes.head}>
        {title}
        <ApprovalState {...approval} />
      </div>
      <p className={classes.quiet}>
        {t('approvals.asked')} <Age at={createdAt} />
      </p>
      {withTicket && ticket && (
        <p className={classes.ticket}>
          <Anchor component={Link} to={`/tickets/${ticket.number}`} inherit>
            #{ticket.number} {ticket.title}
          </Anchor>
        </p>
      )}
      <p className={classes.question}>{question}</p>
      {endedAt
        ? decidedBy !== 'person' && <p>{t(`approvals.end.${decidedBy ?? 'cancelled'}`)}</p>
        : until && (
            <p>
              {t('approvals.until')} <Moment at={until} /> (<Age at={until} />
              ). {t(`approvals.default.${approval.default}`)}
            </p>
          )}
      {!endedAt && !until && <p>{t('approvals.noLimit')}</p>}
      {!endedAt && people.length > 1 && <p>{t(`approvals.needs.${needs}`)}</p>}
      {isWorthNaming(people, approval) && <People people={people} />}
      {approval.mayAnswer && <AnswerForm id={id} question={question} />}
    </article>
  );
}

/** Who alone is asked knows it. */
function isWorthNaming(people: Approval['people'], { mayAnswer }: Approval): boolean {
  return people.length > 1 || !mayAnswer;
}

function People({ people }: Pick<Approval, 'people'>) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <ul className={classes.people} aria-label={t('approvals.people')}>
      {people.map(({ agent, answer, comment, answeredAt }) => (
        <li key={agent.id}>
          <span className={classes.name}>
            {agent.id === me.id ? t('approvals.me', { name: agent.name }) : agent.name}
          </span>{' '}
          {t(`approvals.said.${answer ?? 'nothing'}`)}
          {answeredAt && (
            <span className={classes.quiet}>
              {' · '}
              <Age at={answeredAt} />
            </span>
          )}
          {comment && <p className={classes.comment}>{comment}</p>}
        </li>
      ))}
    </ul>
  );
}
