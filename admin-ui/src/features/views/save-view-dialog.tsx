import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { View } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { showDone, showRefusal } from '../../common/toasts';
import { useMay, useMe } from '../session/session';
import { useTeams } from '../teams/queries';
import { queryOf } from '../tickets/list/filter';
import { addressOf, type TicketListState } from '../tickets/list/list-address';
import { useSaveView } from './queries';
import { viewName } from './view-links';

/** What a list shows is kept under a name, or in the place of another view. */
export default function SaveViewDialog({
  views,
  state,
  onClose,
}: {
  views: readonly View[];
  state: TicketListState;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSaveView();
  const me = useMe();
  const mayShare = useMay('views.share');
  const mayManage = useMay('views.manage');
  const [name, setName] = useState('');
  const teams = useTeams().filter(
    ({ members }) => mayManage || members.some(({ id }) => id === me.id),
  );
  const [whose, setWhose] = useState('private');
  const [replaced, setReplaced] = useState('');
  const mine = views.filter((view) => view.mayChange);
  const old = mine.find((view) => view.id === replaced);

  const submit = (): void => {
    save.mutate(
      {
        id: old?.id,
        name: old?.name ?? name.trim(),
        ...(old ? { visibility: old.visibility, teamId: old.teamId } : seenBy(whose)),
        filter: queryOf(state.filter),
        sort: state.sort,
        columns: [...state.columns],
      },
      {
        onSuccess: (view) => {
          onClose();
          setName('');
          showDone(t('views.saved', { name: viewName(view, t) }));
          void navigate(addressOf(view));
        },
        onError: (error) => showRefusal(t('views.notSaved'), error),
      },
    );
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('views.saveTitle')}
      submit={t('views.save')}
      isPending={save.isPending}
      isComplete={old !== undefined || name.trim() !== ''}
      onSubmit={submit}
    >
      {mine.length > 0 && (
        <NativeSelect
          label={t('views.where')}
          value={replaced}
          onChange={(event) => setReplaced(event.currentTarget.value)}
          data={[
            { value: '', label: t('views.new') },
            ...mine.map((view) => ({
              value: view.id,
              label: t('views.replace', { name: viewName(view, t) }),
            })),
          ]}
        />
      )}
      {!old && (
        <>
          <TextInput
            data-autofocus
            required
            maxLength={80}
            label={t('views.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {mayShare && (
            <NativeSelect
              label={t('views.whose')}
              value={whose}
              onChange={(event) => setWhose(event.currentTarget.value)}
              data={[
                { value: 'private', label: t('views.onlyMe') },
                ...teams.map((team) => ({ value: team.id, label: team.name })),
                { value: 'all', label: t('views.everybody') },
              ]}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

/** `private`, `all` or a team's id. */
function seenBy(whose: string): Pick<View, 'visibility' | 'teamId'> {
  if (whose === 'private' || whose === 'all') return { visibility: whose, teamId: null };
  return { visibility: 'team', teamId: whose };
}
