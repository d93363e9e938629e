import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import { useMay } from '../../session/session';
import classes from './composer-parts.module.css';

/** Says that you have begun to write on a ticket. One question to the server for a whole list. */
export function DraftMark({ number }: { number: number }) {
  const { t } = useTranslation();
  const mayWrite = useMay('tickets.write');
  const { data } = useQuery({
    enabled: mayWrite,
    queryKey: ['drafts'],
    staleTime: 10_000,
    queryFn: () => answerOf(api.GET('/api/v1/drafts')),
  });
  if (!data?.items.some(({ ticketNumber }) => ticketNumber === number)) return null;
  return (
    <span className={classes.draftMark}>
      <IconPencil size={12} aria-hidden /> {t('list.draft')}
    </span>
  );
}
