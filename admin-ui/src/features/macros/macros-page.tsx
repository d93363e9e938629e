import { ActionIcon, Badge, Button, Code, Title } from '@mantine/core';
import { IconBolt, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Macro } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { showRefusal } from '../../common/toasts';
import { useMay } from '../session/session';
import classes from '../settings/settings.module.css';
import { useTeams } from '../teams/queries';
import { useAgents } from '../tickets/queries';
import { changesInWords } from './change-words';
import { MacroDialog } from './macro-dialog';
import { useMacros, useRemoveMacro } from './queries';

/** Texts and changes that are used again and again. */
export function MacrosPage() {
  const { t } = useTranslation();
  const mayWrite = useMay('macros.write');
  const agents = useAgents();
  const teams = useTeams();
  const macros = useMacros();
  const remove = useRemoveMacro();
  const [editing, setEditing] = useState<Macro | 'new' | null>(null);
  usePageTitle(t('macros.title'));

  const wordsOf = ({ changes: { assignee, ...others } }: Macro): string =>
    changesInWords(
      { ...others, ...(assignee !== undefined && { assigneeId: assignee }) },
      { t, agents: [...agents, { id: 'me', name: t('macros.whoever') }], teams },
    )
      .map(({ words }) => words)
      .join(' · ');
  const seenBy = ({ visibility, teamId }: Macro): string =>
    visibility === 'team'
      ? (teams.find(({ id }) => id === teamId)?.name ?? t('macros.seenBy.team'))
      : t(`macros.seenBy.${visibility}`);

  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('macros.title')}</Title>
          <p className={classes.quiet}>{t('macros.intro')}</p>
        </div>
        {mayWrite && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
            {t('macros.add')}
          </Button>
        )}
      </div>
      {macros.isPending ? (
        <RowsSkeleton rows={3} />
      ) : macros.error ? (
        <ErrorState error={macros.error} onRetry={() => void macros.refetch()} />
      ) : macros.data.length === 0 ? (
        <EmptyState icon={<IconBolt size={32} />} title={t('macros.empty')} />
      ) : (
        <ul className={classes.rows}>
          {macros.data.map((macro) => (
            <li key={macro.id} className={classes.rowOf}>
              <div className={classes.rowText}>
                <div className={classes.rowTitle}>
                  {macro.name}
                  {macro.shortcut && <Code>/{macro.shortcut}</Code>}
                  <Badge size="sm" variant="default" tt="none">
                    {seenBy(macro)}
                  </Badge>
                </div>
                {macro.text && <div className={classes.quiet}>{firstWords(macro.text)}</div>}
                <div className={classes.quiet}>{wordsOf(macro)}</div>
              </div>
              {mayWrite && macro.mayChange && (
                <div className={classes.actions}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('macros.edit', { name: macro.name })}
                    onClick={() => setEditing(macro)}
                  >
                    <IconPencil size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('macros.remove', { name: macro.name })}
                    onClick={() =>
                      remove.mutate(macro.id, {
                        onError: (error) => showRefusal(t('macros.notRemoved'), error),
                      })
                    }
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing && (
        <MacroDialog macro={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function firstWords(text: string): string {
  return text.length > 140 ? `${text.slice(0, 140)}…` : text;
}
