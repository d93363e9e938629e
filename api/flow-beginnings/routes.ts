import {
  flowWebhookSecret,
  formerSecretUntil,
  verifyFlowWebhook,
} from '../../automation/flow-webhook';
import { requireFlow } from '../../automation/publish-flow';
import { runFlowByHand } from '../../automation/run-by-hand';
import { runFlowByWebhook } from '../../automation/run-by-webhook';
import { findPublishedFlow, manualFlows, type StoredFlow } from '../../db/flow-store';
import {
  rotateWebhook,
  webhookGeneration,
  type WebhookGeneration,
} from '../../db/flow-webhook-store';
import { findTicket } from '../../db/ticket-store';
import { DomainError } from '../../domain/domain-error';
import { nextTimes } from '../../flows/language/cron';
import type { ApiDeps } from '../deps';
import { showRun } from '../flow-runs/show';
import { flowParams } from '../flows/schema';
import { runSchema } from '../flow-runs/schema';
import { defineRoute } from '../http/define-route';
import { ticketNumberParams } from '../http/fields';
import { once } from '../http/idempotency';
import { actorOf } from '../http/principal';
import { created, ok } from '../http/reply';
import { ticketNotFound } from '../tickets/not-found';
import { readHookBody } from './read-hook-body';
import {
  flowScheduleSchema,
  flowWebhookSchema,
  hookAnswer,
  hookParams,
  manualFlowsSchema,
  runByHandBody,
} from './schema';

const nextTimesShown = 5;

/** How runs begin that no event begins. */
export const flowBeginningRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/tickets/:number/flows',
    summary: 'The Flows that people can run on a ticket, with the inputs that they ask for',
    access: 'tickets.write',
    params: ticketNumberParams,
    responses: { 200: manualFlowsSchema },
    async handler({ deps, params: { number } }) {
      if (!(await findTicket(deps.db, number))) throw ticketNotFound(number);
      const flows = await manualFlows(deps.db);
      return ok({
        items: flows.map(({ manual, ...flow }) => ({ ...flow, ...manual })),
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/run',
    summary: 'Run a Flow by hand, on a ticket or without one',
    access: 'tickets.write',
    params: flowParams,
    body: runByHandBody,
    responses: { 201: runSchema },
    async handler(call) {
      const { deps, params, body, principal } = call;
      const { body: id } = await once(call, async (transaction) =>
        created(
          await runFlowByHand(
            deps.db,
            { flow: params.id, ...body, by: actorOf(principal) },
            transaction,
          ),
        ),
      );
      return created(await showRun(deps, id as string), {
        Location: `/api/v1/flow-runs/${id as string}`,
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/flows/:id/schedule',
    summary: 'The schedules of a Flow as published, with the next times of each',
    access: 'flows.read',
    params: flowParams,
    responses: { 200: flowScheduleSchema },
    async handler({ deps, params }) {
      const { id } = await requireFlow(deps.db, params.id);
      const flow = await findPublishedFlow(deps.db, id);
      const items = (flow?.compiled.schedules ?? []).map(({ cron, timeZone }) => ({
        cron,
        timeZone,
        nextTimes: nextTimes(cron, timeZone, Date.now(), nextTimesShown).map((time) =>
          new Date(time).toISOString(),
        ),
      }));
      return ok({ items });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/flows/:id/webhook',
    summary: 'The address and the secret of a Flow that a webhook begins',
    description:
      'Sign as Standard Webhooks 1.0 says: `webhook-id`, `webhook-timestamp`, `webhook-signature`.',
    access: 'flows.write',
    params: flowParams,
    responses: { 200: flowWebhookSchema },
    async handler({ deps, params }) {
      const flow = await requireWebhookFlow(deps, params.id);
      return ok(presentWebhook(deps, flow, await webhookGeneration(deps.db, flow.id)));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flows/:id/webhook/rotate',
    summary: 'Give a Flow’s webhook another secret; the one before works for a day',
    access: 'flows.write',
    params: flowParams,
    responses: { 200: flowWebhookSchema },
    async handler(call) {
      const { deps, params } = call;
      const flow = await requireWebhookFlow(deps, params.id);
      return once(call, async (transaction) =>
        ok(presentWebhook(deps, flow, await rotateWebhook(deps.db, flow.id, transaction))),
      );
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/flow-hooks/:slug',
    summary: 'Begin a run of a Flow by a signed webhook; its body becomes the inputs',
    description:
      'Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp` (five minutes at most), `webhook-signature`. The same `webhook-id` begins one run.',
    access: 'public',
    params: hookParams,
    raw: { contentTypes: ['application/json'], maxBytes: 256 * 1024 },
    responses: { 202: hookAnswer },
    async handler({ deps, params, req, rawBody }) {
      const flow = await findPublishedFlow(deps.db, params.slug);
      if (flow?.slug !== params.slug || !flow.compiled.webhook) {
        throw new DomainError('flow-not-found', 'No Flow that is on has this webhook.');
      }
      const generation = await webhookGeneration(deps.db, flow.id);
      const webhookId = verifyFlowWebhook(
        deps.installation,
        { flowId: flow.id, ...generation },
        {
          id: req.get('webhook-id'),
          timestamp: req.get('webhook-timestamp'),
          signature: req.get('webhook-signature'),
          body: rawBody,
          now: new Date(),
        },
      );
      const inputs = readHookBody(rawBody);
      return {
        status: 202,
        body: { run: await runFlowByWebhook(deps.db, flow, { webhookId, inputs }) },
      };
    },
  }),
];

/** Only the published version counts: who is given an address expects an answer there. */
async function requireWebhookFlow({ db }: ApiDeps, id: string): Promise<StoredFlow> {
  const flow = await requireFlow(db, id);
  const published = await findPublishedFlow(db, flow.id);
  if (published?.compiled.webhook) return flow;
  const message = `No webhook begins ${flow.slug}; publish it with the trigger "webhook: true" first.`;
  throw new DomainError('flow-without-webhook', message);
}

function presentWebhook(
  { installation, publicUrl }: ApiDeps,
  { id, slug }: StoredFlow,
  { generation, rotatedAt }: WebhookGeneration,
): object {
  return {
    url: `${publicUrl}/api/v1/flow-hooks/${slug}`,
    secret: flowWebhookSecret(installation, id, generation),
    formerWorksUntil: rotatedAt && formerSecretUntil(rotatedAt).toISOString(),
  };
}
