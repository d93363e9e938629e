import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../../../api/problem';
import type { ManualFlow } from '../../../api/types';
import { FormDialog } from '../../../common/form-dialog';
import { showWithLink } from '../../../common/toasts';
import { FieldInput, isUnset } from '../../custom-fields/field-input';
import { useRunFlow } from './queries';

type Value = string | number | boolean | null;

/** What a Flow asks for; a question without an answer is left out. */
export function FlowForm({
  flow: { id, title, description, inputs },
  number,
  onClose,
}: {
  flow: ManualFlow;
  number: number;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const run = useRunFlow(id, number);
  const [values, setValues] = useState<Record<string, Value>>(
    Object.fromEntries(inputs.map((input) => [input.name, input.default ?? null])),
  );
  const [tried, setTried] = useState(false);
  const problems = run.error instanceof ApiProblem ? run.error.problems : [];
  const isMissing = (name: string): boolean => {
    const value = values[name] ?? null;
    return isUnset(typeof value === 'string' ? value.trim() : value);
  };
  const problemAt = ({ name, required }: ManualFlow['inputs'][number]): string | undefined => {
    if (tried && required && isMissing(name)) return t('runFlow.missing');
    return problems.find(({ path }) => path === `inputs.${name}`)?.message;
  };

  function submit(): void {
    setTried(true);
    if (inputs.some(({ name, required }) => required && isMissing(name))) return;
    const given = Object.entries(values).filter(([name]) => !isMissing(name));
    run.mutate(Object.fromEntries(given), {
      onSuccess: (begun) => {
        onClose();
        showWithLink(t('runFlow.begun', { title }), t('runFlow.see'), () => {
          void navigate(`/flow-runs/${begun.id}`);
        });
      },
    });
  }

  const atInputs = problems.some(({ path }) => path.startsWith('inputs.'));
  return (
    <FormDialog
      title={title}
      error={run.error && !atInputs ? run.error.message : null}
      failed={t('runFlow.failed')}
      submit={t('runFlow.run')}
      isPending={run.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text size="sm" c="dimmed">
        {description || t('runFlow.onTicket', { number })}
      </Text>
      {inputs.map((input, index) => (
        <FieldInput
          key={input.name}
          field={{ ...input, options: input.options ?? [] }}
          size="sm"
          withLabel
          isFirst={index === 0}
          error={problemAt(input)}
          value={values[input.name] ?? null}
          onChange={(value) => {
            run.reset();
            setValues((before) => ({ ...before, [input.name]: value as Value }));
          }}
        />
      ))}
    </FormDialog>
  );
}
