import { backtestFlow, type Backtest } from '../../automation/backtest-flow';
import { editingOf } from '../../automation/flow-drafts';
import { explainDecision, type ExplainedDecision } from '../../automation/explain-decision';
import { checkFlow, requireFlow } from '../../automation/publish-flow';
import { findVersion, type StoredFlow } from '../../db/flow-store';
import { DomainError } from '../../domain/domain-error';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { ok } from '../http/reply';
import {
  backtestBody,
  backtestParams,
  backtestSchema,
  explanationParams,
  explanationSchema,
} from './explain-schema';

/** Why a Flow did or did not start, and when it would have. */
export const explainRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/flows/:id/explanations/:ticket/:seq',
    summary: 'Why an event did or did not start it, in the values seen and in plain sentences',
    access: 'flows.read',
    params: explanationParams,
    responses: { 200: explanationSchema },
    async handler({ deps, params: { id, ...on } }) {
      return ok(presentExplained(await explainDecision(deps.db, id, on)));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/backtest',
    summary: 'What it would have done about the events of the last days; changes nothing',
    access: 'flows.read',
    params: backtestParams,
    body: backtestBody,
    responses: { 200: backtestSchema },
    async handler({ deps, params, body: { days, from = 'draft' }, principal }) {
      const flow = await requireFlow(deps.db, params.id);
      const document =
        from === 'draft'
          ? (await editingOf(deps.db, flow, principal.id)).document
          : await publishedDocument(deps, flow);
      const checked = await checkFlow(deps.db, document);
      const { publicUrl } = deps;
      return ok(presentBacktest(await backtestFlow(deps.db, checked, { days, publicUrl })));
    },
  }),
];

async function publishedDocument({ db }: ApiDeps, flow: StoredFlow): Promise<unknown> {
  const { id, publishedVersion } = flow;
  const published = publishedVersion === null ? null : await findVersion(db, id, publishedVersion);
  if (published) return published.document;
  throw new DomainError(
    'flow-not-published',
    `${flow.slug} is not published; ask for its draft instead.`,
  );
}

function presentExplained({ ticket, keptAt, ...rest }: ExplainedDecision): object {
  return { ...rest, ticketNumber: ticket, keptAt: keptAt?.toISOString() ?? null };
}

function presentBacktest({ tickets, actions, ...rest }: Backtest): object {
  const numbered = <T extends { ticket: number }>({ ticket, ...one }: T): object => ({
    ticketNumber: ticket,
    ...one,
  });
  return {
    ...rest,
    tickets: tickets.map(numbered),
    actions: actions.map(({ previews, ...one }) => ({ ...one, previews: previews.map(numbered) })),
  };
}
