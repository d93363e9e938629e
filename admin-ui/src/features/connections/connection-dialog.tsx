import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionKinds, type ConnectionKind } from '../../../../domain/connection/connection';
import { ApiProblem } from '../../api/problem';
import type { Connection, ConnectionContent } from '../../api/types';
import { moment } from '../../common/moment';
import { FormDialog } from '../../common/form-dialog';
import { useAddConnection, useChangeConnection } from './queries';

/** Adds a connection, or changes one: its name stays, its secret can only be replaced. */
export function ConnectionDialog({
  connection,
  onClose,
}: {
  connection: Connection | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const add = useAddConnection();
  const change = useChangeConnection();
  const [draft, setDraft] = useState({
    title: connection?.title ?? '',
    name: connection?.name ?? '',
    baseUrl: connection?.baseUrl ?? '',
    kind: connection?.kind ?? ('bearer' as ConnectionKind),
    userName: connection?.userName ?? '',
    headerName: connection?.headerName ?? '',
    secret: '',
  });
  const error = add.error ?? change.error;
  const problems = error instanceof ApiProblem ? error.problems : [];
  const keeps = connection !== null && connection.kind === draft.kind;
  const isSigned = draft.kind !== 'none';
  const field = (name: keyof typeof draft) => ({
    value: draft[name],
    error: problems.find(({ path }) => path === name)?.message,
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [name]: event.currentTarget.value }),
  });
  const submit = (): void => {
    const body = contentOf(draft);
    if (connection) change.mutate({ id: connection.id, body }, { onSuccess: onClose });
    else {
      const secret = draft.secret.trim();
      const content = body.kind === 'none' ? body : { ...body, secret };
      add.mutate({ ...content, name: draft.name.trim() }, { onSuccess: onClose });
    }
  };
  const isComplete = [
    draft.title,
    draft.baseUrl,
    connection ? 'kept' : draft.name,
    isSigned && !keeps ? draft.secret : 'kept',
    draft.kind === 'basic' ? draft.userName : 'none',
    draft.kind === 'header' ? draft.headerName : 'none',
  ].every((text) => text.trim() !== '');
  return (
    <FormDialog
      onClose={onClose}
      title={connection ? t('connections.edit', { title: connection.title }) : t('connections.add')}
      error={problems.some(({ path }) => path in draft) ? null : error?.message}
      submit={t('settings.save')}
      isPending={add.isPending || change.isPending}
      isComplete={isComplete}
      onSubmit={submit}
    >
      <TextInput
        label={t('connections.titleField')}
        description={connection && t('connections.named', { name: connection.name })}
        maxLength={100}
        data-autofocus
        {...field('title')}
      />
      {!connection && (
        <TextInput
          label={t('connections.name')}
          description={t('connections.nameHint')}
          placeholder="shop"
          maxLength={60}
          {...field('name')}
        />
      )}
      <TextInput
        label={t('connections.baseUrl')}
        description={t('connections.baseUrlHint')}
        placeholder="https://api.example.com/v2"
        maxLength={1_000}
        {...field('baseUrl')}
      />
      <NativeSelect
        label={t('connections.kind')}
        data={connectionKinds.map((kind) => ({
          value: kind,
          label: t(`connections.kinds.${kind}`),
        }))}
        value={draft.kind}
        onChange={(event) =>
          setDraft({ ...draft, kind: event.currentTarget.value as ConnectionKind })
        }
      />
      {draft.kind === 'basic' && (
        <TextInput label={t('connections.userName')} maxLength={200} {...field('userName')} />
      )}
      {draft.kind === 'header' && (
        <TextInput
          label={t('connections.headerName')}
          placeholder="X-Api-Key"
          maxLength={100}
          {...field('headerName')}
        />
      )}
      {isSigned && (
        <PasswordInput
          label={t(draft.kind === 'basic' ? 'connections.password' : 'connections.secret')}
          description={
            keeps && connection.secretSetAt
              ? t('connections.secretKept', { at: moment(connection.secretSetAt) })
              : t('connections.secretHint')
          }
          maxLength={4_000}
          visibilityToggleButtonProps={{ 'aria-label': t('connections.showSecret') }}
          {...field('secret')}
          autoComplete="new-password"
        />
      )}
    </FormDialog>
  );
}

interface Draft {
  title: string;
  baseUrl: string;
  kind: ConnectionKind;
  userName: string;
  headerName: string;
  secret: string;
}

function contentOf(draft: Draft): ConnectionContent {
  const facts = { title: draft.title.trim(), baseUrl: draft.baseUrl.trim() };
  const secret = draft.secret.trim();
  const given = secret === '' ? {} : { secret };
  switch (draft.kind) {
    case 'none':
      return { ...facts, kind: 'none' };
    case 'bearer':
      return { ...facts, kind: 'bearer', ...given };
    case 'basic':
      return { ...facts, kind: 'basic', userName: draft.userName.trim(), ...given };
    case 'header':
      return { ...facts, kind: 'header', headerName: draft.headerName.trim(), ...given };
  }
}
