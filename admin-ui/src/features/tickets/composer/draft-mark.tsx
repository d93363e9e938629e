import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import { useMay } from '../../session/session';
import classes from './composer-parts.module.css';

/** The tickets on which you have begun to write. */
export function useDraftNumbers(): ReadonlySet<number> {
  const mayWrite = useMay('tickets.write');
  const { data } = useQuery({
    enabled: mayWrite,
    queryKey: ['drafts'],
    staleTime: 10_000,
    queryFn: () => answerOf(api.GET('/api/v1/drafts')),
  });
  return useMemo(() => new Set(data?.items.map(({ ticketNumber }) => ticketNumber)), [data]);
}

/** Says that you have begun to write. */
export function DraftMark() {
  const { t } = useTranslation();
  return (
    <span className={classes.draftMark}>
      <IconPencil size={12} aria-hidden /> {t('list.draft')}
    </span>
  );
}
