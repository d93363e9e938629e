import type { TFunction } from 'i18next';
import type { Agent } from '../../api/types';
import { locale } from '../../common/locale';

/** Whether an agent is away at this moment; a time that has come ends it. */
export function awayNow({ away }: Agent): NonNullable<Agent['away']> | null {
  return away && (away.until === null || Date.parse(away.until) > Date.now()) ? away : null;
}

/** "away until Mon", with their note when there is one; nothing for who is here. */
export function awayWords(agent: Agent, t: TFunction): string | null {
  const away = awayNow(agent);
  if (!away) return null;
  const words = away.until ? t('away.until', { when: dayOf(away.until) }) : t('away.away');
  return away.note ? `${words} (${away.note})` : words;
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
        : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(locale(), format).format(moment);
}
