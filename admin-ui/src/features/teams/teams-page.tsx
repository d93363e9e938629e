import { ActionIcon, Button, Title } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Team } from '../../api/types';
import { usePageTitle } from '../../common/page-title';
import { EmptyState, ErrorState, RowsSkeleton } from '../../common/states';
import { showRefusal } from '../../common/toasts';
import { useMay } from '../session/session';
import classes from '../settings/settings.module.css';
import { useRemoveTeam, useTeamList } from './queries';
import { TeamDialog } from './team-dialog';

/** Who works together. Everybody reads it, administrators change it. */
export function TeamsPage() {
  const { t } = useTranslation();
  const mayChange = useMay('teams.write');
  const teams = useTeamList();
  const remove = useRemoveTeam();
  const [editing, setEditing] = useState<Team | 'new' | null>(null);
  usePageTitle(t('settings.teams'));
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('settings.teams')}</Title>
          <p className={classes.quiet}>{t('teams.intro')}</p>
        </div>
        {mayChange && (
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
            {t('teams.add')}
          </Button>
        )}
      </div>
      {teams.isPending ? (
        <RowsSkeleton rows={3} />
      ) : teams.error ? (
        <ErrorState error={teams.error} onRetry={() => void teams.refetch()} />
      ) : teams.data.length === 0 ? (
        <EmptyState icon={<IconUsersGroup size={32} />} title={t('teams.empty')} />
      ) : (
        <ul className={classes.rows}>
          {teams.data.map((team) => (
            <li key={team.id} className={classes.rowOf}>
              <div className={classes.rowText}>
                <div className={classes.rowTitle}>{team.name}</div>
                <div className={classes.quiet}>
                  {team.members.map(({ name }) => name).join(', ') || t('teams.nobody')}
                </div>
              </div>
              {mayChange && (
                <div className={classes.actions}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('teams.edit', { name: team.name })}
                    onClick={() => setEditing(team)}
                  >
                    <IconPencil size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('teams.remove', { name: team.name })}
                    onClick={() =>
                      remove.mutate(team.id, {
                        onError: (error) => showRefusal(t('teams.notRemoved'), error),
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
        <TeamDialog team={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
