import { Badge, Button, Title } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/types';
import { Initials } from '../../common/initials';
import { usePageTitle } from '../../common/page-title';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { Age } from '../../common/time';
import { useMay } from '../session/session';
import classes from '../settings/settings.module.css';
import { useTeams } from '../teams/queries';
import { useAgentList } from '../tickets/queries';
import { AgentDialog } from './agent-dialog';
import { AgentMenu } from './agent-menu';
import { AgentState } from './agent-state';
import { DeactivateDialog } from './deactivate-dialog';

type Open = { dialog: 'edit' | 'deactivate'; agent: Agent } | { dialog: 'invite' } | null;

/** Who works here, and as what. Everybody reads it, administrators change it. */
export function AgentsPage() {
  const { t } = useTranslation();
  const mayChange = useMay('agents.write');
  const agents = useAgentList();
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  usePageTitle(t('settings.agents'));
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{t('settings.agents')}</Title>
          <p className={classes.quiet}>{t('agents.intro')}</p>
        </div>
        {mayChange && (
          <Button
            size="xs"
            leftSection={<IconUserPlus size={16} />}
            onClick={() => setOpen({ dialog: 'invite' })}
          >
            {t('agents.invite')}
          </Button>
        )}
      </div>
      {agents.isPending ? (
        <RowsSkeleton rows={4} />
      ) : agents.error ? (
        <ErrorState error={agents.error} onRetry={() => void agents.refetch()} />
      ) : (
        <ul className={classes.rows} aria-label={t('settings.agents')}>
          {agents.data.map((agent) => (
            <li key={agent.id} className={classes.rowOf}>
              <Initials name={agent.name} />
              <AgentWords agent={agent} />
              {mayChange && (
                <AgentMenu
                  agent={agent}
                  onEdit={() => setOpen({ dialog: 'edit', agent })}
                  onDeactivate={() => setOpen({ dialog: 'deactivate', agent })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {open?.dialog === 'invite' && <AgentDialog agent={null} onClose={close} />}
      {open?.dialog === 'edit' && <AgentDialog agent={open.agent} onClose={close} />}
      {open?.dialog === 'deactivate' && <DeactivateDialog agent={open.agent} onClose={close} />}
    </>
  );
}

function AgentWords({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const teams = useTeams().filter(({ members }) => members.some(({ id }) => id === agent.id));
  return (
    <div className={classes.rowText}>
      <div className={classes.rowTitle}>
        {agent.name}
        <Badge variant="default" size="sm">
          {t(`agents.role.${agent.role}`)}
        </Badge>
        <AgentState agent={agent} />
      </div>
      <div className={classes.quiet}>
        {[agent.email, ...teams.map(({ name }) => name)].join(' · ')}
        {agent.lastSeenAt && (
          <>
            {' · '}
            {t('agents.lastSeen')} <Age at={agent.lastSeenAt} />
          </>
        )}
      </div>
    </div>
  );
}
