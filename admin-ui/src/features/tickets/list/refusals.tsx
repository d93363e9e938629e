import { Alert, Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BulkResult } from '../../../api/types';
import classes from './ticket-list.module.css';

export type Refused = Extract<BulkResult, { ok: false }>;

/** Which tickets did not change, and why each. */
export function Refusals({ refused, onHide }: { refused: Refused[]; onHide: () => void }) {
  const { t } = useTranslation();
  if (refused.length === 0) return null;
  return (
    <Alert
      role="alert"
      color="red"
      m="xs"
      title={t('bulk.refused', { count: refused.length })}
      withCloseButton
      closeButtonLabel={t('bulk.hide')}
      onClose={onHide}
    >
      <ul className={classes.refused}>
        {refused.map(({ number, detail }) => (
          <li key={number}>
            <Anchor component={Link} to={`/tickets/${number}`} inherit>
              #{number}
            </Anchor>{' '}
            {detail}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
