import { Anchor, Button } from '@mantine/core';
import { IconArrowsSplit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Relation } from '../../../api/types';
import { useMay } from '../../session/session';
import { TicketBanner } from '../page/ticket-banner';
import { useUnmerge } from './queries';

/** Says on a merged ticket where its conversation goes on, and brings it back. */
export default function MergedBanner({
  number,
  into,
  relations,
}: {
  number: number;
  into: number;
  relations: Relation[];
}) {
  const { t } = useTranslation();
  const mayWrite = useMay('tickets.write');
  const unmerge = useUnmerge(number);
  const title = relations.find(({ kind }) => kind === 'merged_into')?.ticket.title ?? '';
  return (
    <TicketBanner
      action={
        mayWrite && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowsSplit size={16} aria-hidden />}
            loading={unmerge.isPending}
            onClick={() => unmerge.mutate()}
          >
            {t('related.unmerge')}
          </Button>
        )
      }
    >
      {t('related.mergedInto')}{' '}
      <Anchor component={Link} to={`/tickets/${into}`} inherit underline="always">
        #{into} {title}
      </Anchor>
      . {t('related.mergedText')}
    </TicketBanner>
  );
}
