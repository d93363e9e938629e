import { Button } from '@mantine/core';
import { IconArrowBackUp, IconClock } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../../api/server-clock';
import classes from './thread.module.css';

/** Counts down until a reply leaves. Never live text: it would be read out each second. */
export function HeldReply({ until, onUndo }: { until: string; onUndo: (() => void) | undefined }) {
  const { t } = useTranslation();
  const left = (): number => Math.ceil((Date.parse(until) - serverNow()) / 1_000);
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  });
  if (seconds <= 0) {
    return (
      <span className={classes.delivery} data-state="queued">
        <IconClock size={14} aria-hidden /> {t('delivery.queued')}
      </span>
    );
  }
  return (
    <span className={classes.held}>
      <IconClock size={14} aria-hidden />
      <span className="numbers">{t('delivery.held', { count: seconds })}</span>
      {onUndo && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconArrowBackUp size={14} />}
          onClick={onUndo}
        >
          {t('delivery.undo')}
        </Button>
      )}
    </span>
  );
}
