import { ActionIcon, Button, SegmentedControl, Title } from '@mantine/core';
import { IconArrowLeft, IconExternalLink, IconMessages } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { ConversationRow } from './conversation-row';
import { ConversationView } from './conversation-view';
import classes from './inbox.module.css';
import { useConversations, type ConversationStatus } from './queries';

/** Conversations with visitors of the chat page, and the one that is open. */
export function InboxPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = useParams();
  const [search] = useSearchParams();
  const status: ConversationStatus = search.get('status') === 'closed' ? 'closed' : 'open';
  const query = status === 'closed' ? '?status=closed' : '';
  const list = useConversations(status);
  const conversations = list.data?.pages.flatMap((page) => page.items) ?? [];
  usePageTitle(t('inbox.title'));
  return (
    <div className={classes.page} data-open={id !== undefined || undefined}>
      <section className={classes.list} aria-label={t('inbox.list')}>
        <div className={classes.head}>
          <Title order={1}>{t('inbox.title')}</Title>
          <SegmentedControl
            size="xs"
            aria-label={t('inbox.filter')}
            value={status}
            onChange={(next) =>
              void navigate(next === 'closed' ? '/inbox?status=closed' : '/inbox')
            }
            data={[
              { value: 'open', label: t('inbox.open') },
              { value: 'closed', label: t('inbox.closed') },
            ]}
          />
        </div>
        {list.isPending ? (
          <RowsSkeleton rows={8} height={64} />
        ) : list.error && conversations.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : conversations.length === 0 ? (
          <EmptyState
            icon={<IconMessages size={32} />}
            title={t(status === 'open' ? 'inbox.emptyOpen' : 'inbox.emptyClosed')}
            action={
              <Button
                component="a"
                href="/chat"
                target="_blank"
                size="xs"
                variant="default"
                rightSection={<IconExternalLink size={14} />}
              >
                {t('inbox.chatPage')}
              </Button>
            }
          >
            {status === 'open' && t('inbox.emptyOpenText')}
          </EmptyState>
        ) : (
          <>
            <ul className={classes.rows}>
              {conversations.map((one) => (
                <ConversationRow
                  key={one.id}
                  conversation={one}
                  to={`/inbox/${one.id}${query}`}
                  here={one.id === id}
                />
              ))}
            </ul>
            {list.hasNextPage && (
              <Button
                m="sm"
                size="xs"
                variant="default"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('inbox.more')}
              </Button>
            )}
          </>
        )}
      </section>
      <div className={classes.view}>
        {id === undefined ? (
          <EmptyState icon={<IconMessages size={32} />} title={t('inbox.choose')} />
        ) : (
          <>
            <ActionIcon
              component={Link}
              to={`/inbox${query}`}
              variant="subtle"
              color="gray"
              className={classes.back}
              aria-label={t('inbox.back')}
            >
              <IconArrowLeft size={18} />
            </ActionIcon>
            <ConversationView key={id} id={id} backTo={`/inbox${query}`} />
          </>
        )}
      </div>
    </div>
  );
}
