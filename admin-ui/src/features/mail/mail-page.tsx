import { ActionIcon, Button, Title } from '@mantine/core';
import { IconArrowLeft, IconMailOpened, IconPencilPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { CaughtMail } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { Age } from '../../common/time';
import { MailView } from './mail-view';
import { NewMailDialog } from './new-mail-dialog';
import { useOutbox } from './queries';
import classes from './mail.module.css';

/** What went out, as the people who got it see it; and a way to answer as one of them. */
export function MailPage() {
  const { t } = useTranslation();
  const { id } = useParams();
  const outbox = useOutbox();
  const [writing, setWriting] = useState(false);
  const mails = outbox.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = mails.find((mail) => mail.id === id);
  usePageTitle(t('mail.title'));
  return (
    <div className={classes.page} data-open={id !== undefined || undefined}>
      <div className={classes.list}>
        <div className={classes.head}>
          <div>
            <Title order={1}>{t('mail.title')}</Title>
            <p className={classes.quiet}>{t('mail.intro')}</p>
          </div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPencilPlus size={16} />}
            onClick={() => setWriting(true)}
          >
            {t('mail.writeNew')}
          </Button>
        </div>
        {outbox.isPending ? (
          <RowsSkeleton rows={8} height={60} />
        ) : outbox.error && mails.length === 0 ? (
          <ErrorState error={outbox.error} onRetry={() => void outbox.refetch()} />
        ) : mails.length === 0 ? (
          <EmptyState icon={<IconMailOpened size={32} />} title={t('mail.empty')}>
            {t('mail.emptyText')}
          </EmptyState>
        ) : (
          <>
            <ul className={classes.mails}>
              {mails.map((mail) => (
                <MailRow key={mail.id} mail={mail} here={mail.id === id} />
              ))}
            </ul>
            {outbox.hasNextPage && (
              <Button
                m="sm"
                size="xs"
                variant="default"
                loading={outbox.isFetchingNextPage}
                onClick={() => void outbox.fetchNextPage()}
              >
                {t('mail.more')}
              </Button>
            )}
          </>
        )}
      </div>
      <div className={classes.view}>
        {id !== undefined && (
          <ActionIcon
            component={Link}
            to="/mail"
            variant="subtle"
            color="gray"
            className={classes.back}
            aria-label={t('mail.back')}
          >
            <IconArrowLeft size={18} />
          </ActionIcon>
        )}
        {shown ? (
          <MailView key={shown.id} mail={shown} />
        ) : (
          !outbox.isPending && (
            <EmptyState
              icon={<IconMailOpened size={32} />}
              title={t(id === undefined ? 'mail.choose' : 'mail.gone')}
            />
          )
        )}
      </div>
      <NewMailDialog opened={writing} onClose={() => setWriting(false)} />
    </div>
  );
}

function MailRow({ mail, here }: { mail: CaughtMail; here: boolean }) {
  const { t } = useTranslation();
  return (
    <li>
      <Link
        to={`/mail/${mail.id}`}
        className={classes.mail}
        aria-current={here ? 'true' : undefined}
      >
        <span className={classes.mailTop}>
          <span className="truncate">{t('mail.toLine', { to: mail.to.join(', ') })}</span>
          <Age at={mail.receivedAt} short />
        </span>
        <span className={`truncate ${classes.subject}`}>{mail.subject}</span>
      </Link>
    </li>
  );
}
