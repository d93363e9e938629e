import { planSurveysOf } from '../db/survey-store';
import { isAskedAfter } from '../domain/ticket/rating';
import type { Plan } from './relay';

/** As long as a reply, with the status that it set, may be taken back. */
const pauseS = 15;

/** Notes whose customers are to be asked how satisfied they are (`mail/send-surveys.ts`). */
export const planSurveys: Plan = async (db, events, transaction) => {
  const resolved = events.filter(isAskedAfter);
  if (resolved.length > 0) await planSurveysOf(db, { resolved, pauseS }, transaction);
};
