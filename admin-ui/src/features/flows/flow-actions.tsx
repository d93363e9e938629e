import { Button, Radio, Stack } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPower,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { showDone, showRefusal } from '../../common/toasts';
import { useMay } from '../session/session';
import { useFlowCommand, type FlowCommand } from './queries';
import classes from './flows.module.css';

type Verb = FlowCommand['verb'];

const icons: Record<Verb, typeof IconPower> = {
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  enable: IconPower,
  disable: IconPower,
  archive: IconArchive,
  restore: IconArchiveOff,
};

/** Those that ask what becomes of runs, with what can be chosen; the first is chosen at first. */
const questions = {
  resume: ['run', 'drop'],
  disable: ['finish', 'cancel'],
  archive: ['finish', 'cancel'],
} as const;

type Asking = keyof typeof questions;
type Choice = (typeof questions)[Asking][number];

/** What can be done to a Flow as it stands. */
export function FlowActions({ flow }: { flow: Flow }) {
  const { t } = useTranslation();
  const mayWrite = useMay('flows.write');
  const [asking, setAsking] = useState<Asking | null>(null);
  const mutation = useFlowCommand(flow.id);
  if (!mayWrite) return null;
  const send = (verb: Exclude<Verb, Asking>): void =>
    mutation.mutate(
      { verb },
      {
        onSuccess: () => showDone(t(`flow.do.${verb}.done`)),
        onError: (error) => showRefusal(t('flow.notDone'), error),
      },
    );
  return (
    <div className={classes.actions}>
      {verbsFor(flow).map((verb) => {
        const Icon = icons[verb];
        return (
          <Button
            key={verb}
            size="xs"
            variant="default"
            leftSection={<Icon size={14} aria-hidden />}
            loading={mutation.isPending && mutation.variables.verb === verb}
            onClick={() => (isAsking(verb) ? setAsking(verb) : send(verb))}
          >
            {t(`flow.do.${verb}.button`)}
          </Button>
        );
      })}
      {asking && <Question flow={flow} verb={asking} onClose={() => setAsking(null)} />}
    </div>
  );
}

function verbsFor({ archivedAt, version, enabled, pausedAt }: Flow): Verb[] {
  if (archivedAt) return ['restore'];
  if (version === null) return ['archive'];
  return [
    ...(enabled ? [pausedAt ? ('resume' as const) : ('pause' as const)] : []),
    enabled ? 'disable' : 'enable',
    'archive',
  ];
}

function isAsking(verb: Verb): verb is Asking {
  return verb in questions;
}

function Question({ flow, verb, onClose }: { flow: Flow; verb: Asking; onClose: () => void }) {
  const { t } = useTranslation();
  const mutation = useFlowCommand(flow.id);
  const [choice, setChoice] = useState<Choice>(questions[verb][0]);
  const command = (): FlowCommand =>
    verb === 'resume'
      ? { verb, held: choice === 'drop' ? 'drop' : 'run' }
      : { verb, running: choice === 'cancel' ? 'cancel' : 'finish' };
  return (
    <FormDialog
      title={t(`flow.do.${verb}.title`, { title: flow.title })}
      submit={t(`flow.do.${verb}.button`)}
      failed={t('flow.notDone')}
      error={mutation.error?.message}
      isPending={mutation.isPending}
      onClose={onClose}
      onSubmit={() =>
        mutation.mutate(command(), {
          onSuccess: () => {
            showDone(t(`flow.do.${verb}.done`));
            onClose();
          },
        })
      }
    >
      <Radio.Group
        label={t(`flow.do.${verb}.question`)}
        value={choice}
        onChange={(value) => setChoice(value as Choice)}
      >
        <Stack gap="xs" mt="xs">
          {questions[verb].map((one) => (
            <Radio key={one} value={one} label={t(`flow.choice.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
