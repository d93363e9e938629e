import { Anchor, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { NotFoundPage } from '../../shell/not-found-page';
import mails from '../incoming-mail/incoming-mail.module.css';
import { ApprovalCard } from './approval-card';
import classes from './approvals.module.css';
import { useApproval } from './queries';

/** One approval, where mails and notifications lead. */
export function ApprovalPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data: approval, error, refetch } = useApproval(id);
  usePageTitle(approval?.flow.title);
  if (error instanceof ApiProblem && error.status === 404) return <NotFoundPage />;
  return (
    <div className={mails.page}>
      <Anchor component={Link} to="/approvals" size="sm" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> {t('approvals.back')}
      </Anchor>
      {approval ? (
        <ApprovalCard
          approval={approval}
          title={
            <Title order={1} className={classes.title}>
              {approval.flow.title}
            </Title>
          }
        />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <RowsSkeleton rows={2} height={120} />
      )}
    </div>
  );
}
