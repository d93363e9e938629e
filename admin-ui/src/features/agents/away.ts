import type { TFunction } from 'i18next';
import type { Agent } from '../../api/types';
import { locale } from '../../common/locale';

/** Whether an agent is away at this moment; a time that has come ends it. */
export function awayNow({ away }: Agent): NonNullable<Agent['away']> | null {
  return away && (away.until === null || Date.parse(away.until) > Date.now()) ? away : null;
}

/** "away until Mon"; null for who is here. */
export function awayWords(agent: Agent, t: TFunction): string | null {
  const away = awayNow(agent);
  return away && (away.until ? t('away.until', { when: dayOf(away.until) }) : t('away.away'));
}

/** The same with their note, where there is room for it. */
export function awayWithNote(agent: Agent, t: TFunction): string | null {
  const words = awayWords(agent, t);
  return words && agent.away?.note ? `${words} (${agent.away.note})` : words;
}

/** An agent's name in a list to choose from, with "(me)" or that they are away. */
export function nameWithAway(agent: Agent, myId: string, t: TFunction): string {
  const name = agent.id === myId ? t('assignee.me', { name: agent.name }) : agent.name;
  return [name, awayWords(agent, t) ?? []].flat().join(' · ');
}

const dayMs = 86_400_000;

/** The time of a moment of today, the weekday of one this week, else the date. */
function dayOf(at: string): string {
  const moment = new Date(at);
  const today = new Date();
  const format: Intl.DateTimeFormatOptions =
    moment.toDateString() === today.toDateString()
      ? { timeStyle: 'short' }
      : moment.getTime() - today.getTime() < 6 * dayMs
        ? { weekday: 'short' }
        : {
            day: 'numeric',
            month: 'short',
            ...(moment.getFullYear() !== today.getFullYear() && { year: 'numeric' }),
          };
  return new Intl.DateTimeFormat(locale(), format).format(moment);
}
