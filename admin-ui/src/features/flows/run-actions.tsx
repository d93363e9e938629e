import { Button, Text } from '@mantine/core';
import { IconPlayerStop, IconPlus, IconReload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newIdempotencyKey } from '../../api/client';
import { isPassing } from '../../api/problem';
import type { FlowRunSummary } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { showDone } from '../../common/toasts';
import { useMay } from '../session/session';
import { useRunCommand, type RunCommand } from './queries';
import { isUnderWay } from './run-filter';
import classes from './flows.module.css';

type Asked = 'cancel' | 'rerun' | 'from' | 'runAgain';

export interface RunControl {
  mayControl: boolean;
  ask: (command: RunCommand) => void;
  /** Null: the run is not over, or the agent may not. */
  runFrom: ((stepId: string) => void) | null;
  asked: RunCommand | null;
  close: () => void;
}

/** What may be done to a run, and what of it is being asked about. */
export function useRunControl(run: FlowRunSummary): RunControl {
  const mayControl = useMay('flows.write');
  const [asked, ask] = useState<RunCommand | null>(null);
  return {
    mayControl,
    ask,
    runFrom: mayControl && !isUnderWay(run.status) ? (from) => ask({ verb: 'rerun', from }) : null,
    asked,
    close: () => ask(null),
  };
}

export function RunActions({ run, control }: { run: FlowRunSummary; control: RunControl }) {
  const { t } = useTranslation();
  const { mayControl, ask, asked, close } = control;
  if (!mayControl) return null;
  return (
    <div className={classes.actions}>
      {isUnderWay(run.status) ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          onClick={() => ask({ verb: 'cancel' })}
        >
          {t('run.do.cancel.button')}
        </Button>
      ) : (
        <>
          {run.status !== 'completed' && (
            <Button
              size="xs"
              leftSection={<IconReload size={14} aria-hidden />}
              onClick={() => ask({ verb: 'rerun' })}
            >
              {t('run.do.rerun.button')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => ask({ verb: 'run-again' })}
          >
            {t('run.do.runAgain.button')}
          </Button>
        </>
      )}
      {asked && <RunDialog run={run} command={asked} onClose={close} />}
    </div>
  );
}

/** Says what it means before it is done, and leads to the run that comes of it. */
function RunDialog({
  run,
  command,
  onClose,
}: {
  run: FlowRunSummary;
  command: RunCommand;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mutation = useRunCommand(run.id);
  // Sent again after an outage it is the same run that is begun.
  const key = useRef(newIdempotencyKey());
  const what = whatIsAsked(command);
  const step = command.verb === 'rerun' ? command.from : undefined;
  return (
    <FormDialog
      title={t(`run.do.${what}.title`, { step })}
      submit={t(`run.do.${what}.button`)}
      later={t('run.keep')}
      isDanger={what === 'cancel'}
      isPending={mutation.isPending}
      failed={t('run.notDone')}
      error={mutation.error?.message}
      onClose={onClose}
      onSubmit={() =>
        mutation.mutate(
          { ...command, idempotencyKey: key.current },
          {
            onSuccess: ({ id }) => {
              showDone(t(`run.do.${what}.done`));
              onClose();
              if (id !== run.id) void navigate(`/flow-runs/${id}`);
            },
            onError: (error) => {
              if (!isPassing(error)) key.current = newIdempotencyKey();
            },
          },
        )
      }
    >
      <Text size="sm">{t(`run.do.${what}.means`)}</Text>
    </FormDialog>
  );
}

function whatIsAsked(command: RunCommand): Asked {
  if (command.verb === 'run-again') return 'runAgain';
  if (command.verb === 'cancel') return 'cancel';
  return command.from === undefined ? 'rerun' : 'from';
}
