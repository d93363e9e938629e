import { Badge } from '@mantine/core';
import { IconCircleCheck, IconPencil, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FlowSummary } from '../../api/types';

/** On with its version, off, or only a draft so far. */
export function FlowState({ flow }: { flow: Pick<FlowSummary, 'enabled' | 'version'> }) {
  const { t } = useTranslation();
  if (flow.version === null) {
    return (
      <Badge variant="light" color="gray" leftSection={<IconPencil size={12} aria-hidden />}>
        {t('flow.draft')}
      </Badge>
    );
  }
  return flow.enabled ? (
    <Badge variant="light" color="green" leftSection={<IconCircleCheck size={12} aria-hidden />}>
      {t('flow.on', { version: flow.version })}
    </Badge>
  ) : (
    <Badge variant="light" color="gray" leftSection={<IconPlayerPause size={12} aria-hidden />}>
      {t('flow.off', { version: flow.version })}
    </Badge>
  );
}
