import {
  IconCircleCheck,
  IconCircleOff,
  IconMailForward,
  IconMoon,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/types';
import classes from './agents.module.css';
import { awayNow, awayWithNote } from './away';

type State = 'active' | 'away' | 'invited' | 'inactive';

export function stateOf(agent: Agent): State {
  if (agent.invitedAt) return 'invited';
  if (!agent.active) return 'inactive';
  return awayNow(agent) ? 'away' : 'active';
}

const icons: Record<State, Icon> = {
  active: IconCircleCheck,
  away: IconMoon,
  invited: IconMailForward,
  inactive: IconCircleOff,
};

/** How an agent stands: a word with its icon, and its colour. */
export function AgentState({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const state = stateOf(agent);
  const StateIcon = icons[state];
  return (
    <span className={classes.state} data-state={state}>
      <StateIcon size={14} aria-hidden />
      <span>{state === 'away' ? awayWithNote(agent, t) : t(`agents.state.${state}`)}</span>
    </span>
  );
}
