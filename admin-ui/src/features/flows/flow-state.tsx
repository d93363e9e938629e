import { Badge } from '@mantine/core';
import {
  IconArchive,
  IconCircleCheck,
  IconPencil,
  IconPlayerPause,
  IconPower,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FlowSummary } from '../../api/types';

type Stated = Pick<FlowSummary, 'enabled' | 'version' | 'pausedAt' | 'archivedAt'>;

type Look = {
  color: string;
  icon: typeof IconPencil;
  word: 'draft' | 'on' | 'off' | 'paused' | 'archived';
};

/** On with its version, paused, off, archived, or only a draft so far. */
export function FlowState({ flow }: { flow: Stated }) {
  const { t } = useTranslation();
  const { color, icon: Icon, word } = lookOf(flow);
  return (
    <Badge variant="light" color={color} leftSection={<Icon size={12} aria-hidden />}>
      {t(`flow.${word}`, { version: flow.version })}
    </Badge>
  );
}

function lookOf(flow: Stated): Look {
  if (flow.archivedAt) return { color: 'gray', icon: IconArchive, word: 'archived' };
  if (flow.version === null) return { color: 'gray', icon: IconPencil, word: 'draft' };
  if (!flow.enabled) return { color: 'gray', icon: IconPower, word: 'off' };
  if (flow.pausedAt) return { color: 'yellow', icon: IconPlayerPause, word: 'paused' };
  return { color: 'green', icon: IconCircleCheck, word: 'on' };
}
