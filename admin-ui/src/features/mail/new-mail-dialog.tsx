import { Alert, Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { useWriteAsCustomer } from './queries';
import { WhatBecame } from './what-became';

const empty = { from: '', name: '', subject: '', text: '' };

/** Writes a mail to the desk as somebody from outside, through the real mail intake. */
export function NewMailDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState(empty);
  const [key, setKey] = useState(newIdempotencyKey);
  const write = useWriteAsCustomer();
  const problems = write.error instanceof ApiProblem ? write.error.problems : [];
  const field = (name: keyof typeof empty) => ({
    value: form[name],
    error: problems.find((problem) => problem.path === name)?.message,
    onChange: (event: { currentTarget: { value: string } }) => {
      setForm({ ...form, [name]: event.currentTarget.value });
      setKey(newIdempotencyKey());
      if (!write.isIdle) write.reset();
    },
  });

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (write.isPending) return;
    const { name, ...mail } = form;
    write.mutate(
      { mail: { ...mail, ...(name.trim() && { name: name.trim() }) }, key },
      { onSuccess: () => setForm({ ...empty, from: form.from, name: form.name }) },
    );
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('mail.newTitle')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Group grow align="flex-start">
            <TextInput
              type="email"
              required
              label={t('mail.newFrom')}
              placeholder="maria@example.org"
              {...field('from')}
            />
            <TextInput label={t('mail.newName')} placeholder="Maria Silva" {...field('name')} />
          </Group>
          <TextInput required label={t('mail.newSubject')} {...field('subject')} />
          <Textarea
            required
            label={t('mail.newText')}
            autosize
            minRows={6}
            maxRows={16}
            {...field('text')}
          />
          {write.error && problems.length === 0 && (
            <Alert color="red" variant="light" role="alert">
              {write.error.message}
            </Alert>
          )}
          {write.data && <WhatBecame mail={write.data} onLeave={onClose} />}
          <Group justify="flex-end">
            <Button type="submit" leftSection={<IconSend size={16} />} loading={write.isPending}>
              {t('mail.sendAsCustomer')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
