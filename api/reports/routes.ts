import {
  isKnownTimeZone,
  readAgentFigures,
  readFirstResponse,
  readOpenTickets,
  readSatisfaction,
  readTeamFigures,
  readTicketsPerDay,
} from '../../db/report-store';
import { priorities } from '../../domain/ticket/priority';
import { defineRoute } from '../http/define-route';
import { ok } from '../http/reply';
import { invalidInput } from '../http/validate';
import { ages, overviewQuery, overviewSchema } from './schema';

export const reportRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/reports/overview',
    summary:
      'What came in, what was resolved and what is open, by day, age, priority, agent and team',
    access: 'reports.read',
    query: overviewQuery,
    responses: { 200: overviewSchema },
    async handler({ deps: { db }, query }) {
      if (!(await isKnownTimeZone(db, query.timeZone))) {
        const message = 'this must be a time zone such as Europe/Berlin';
        throw invalidInput([{ path: 'timeZone', message }]);
      }
      const [perDay, firstResponse, satisfaction, open, agents, teams] = await Promise.all([
        readTicketsPerDay(db, query),
        readFirstResponse(db, query),
        readSatisfaction(db, query),
        readOpenTickets(db),
        readAgentFigures(db, query),
        readTeamFigures(db, query),
      ]);
      return ok({
        ...query,
        created: sum(perDay.map((one) => one.created)),
        resolved: sum(perDay.map((one) => one.resolved)),
        open: sum(open.map((one) => one.count)),
        unassigned: sum(open.filter((one) => one.unassigned).map((one) => one.count)),
        perDay,
        firstResponse,
        satisfaction,
        openByAge: ages.map((age) => ({
          age,
          count: sum(open.filter((one) => one.age === age).map((one) => one.count)),
        })),
        openByPriority: priorities.map((priority) => ({
          priority,
          count: sum(open.filter((one) => one.priority === priority).map((one) => one.count)),
        })),
        agents,
        teams,
      });
    },
  }),
];

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
