import { Button, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManualFlow } from '../../../api/types';
import { EmptyState, ErrorState, RowsSkeleton } from '../../../common/states';
import { FlowForm } from './flow-form';
import { useManualFlows } from './queries';

const labelStyle = {
  display: 'block',
  height: 'auto',
  overflow: 'visible',
  lineHeight: 1.5,
  textAlign: 'start',
  whiteSpace: 'normal',
} as const;

/** First which Flow, then what it asks for; the only one is chosen already. */
export default function RunFlowDialog({
  number,
  onClose,
}: {
  number: number;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = useManualFlows(number);
  const [picked, setPicked] = useState<ManualFlow | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  // The list comes after the dialog, which has looked for what to focus by then.
  useEffect(() => first.current?.focus({ preventScroll: true }), [data]);
  const chosen = picked ?? (data?.length === 1 ? data[0]! : null);
  if (chosen) return <FlowForm flow={chosen} number={number} onClose={onClose} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('runFlow.dialog', { number })}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <RowsSkeleton rows={3} />}
      {data?.length === 0 && (
        <EmptyState title={t('runFlow.none')}>{t('runFlow.noneText')}</EmptyState>
      )}
      <Stack gap="xs" pt={4}>
        {data?.map((flow, index) => (
          <Button
            key={flow.id}
            variant="default"
            justify="start"
            h="auto"
            py="xs"
            ref={index === 0 ? first : undefined}
            styles={{ inner: { height: 'auto', overflow: 'visible' }, label: labelStyle }}
            onClick={() => setPicked(flow)}
          >
            {flow.title}
            {flow.description && (
              <Text size="xs" c="dimmed" fw={400}>
                {flow.description}
              </Text>
            )}
          </Button>
        ))}
      </Stack>
    </Modal>
  );
}
