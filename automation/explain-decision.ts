import { allCustomFields } from '../db/custom-field-store';
import type { Database } from '../db/database';
import { findDecision } from '../db/flow-decision-store';
import { compiledVersion } from '../db/flow-step-store';
import { namesOf } from '../db/names-store';
import { eventKey, readOutside } from '../db/outside-store';
import { findEvent } from '../db/ticket-store';
import { DomainError } from '../domain/domain-error';
import type { CompiledFlow } from '../flows/engine/definition';
import { explainMatch, type Explanation, type Sentence } from '../flows/engine/explain';
import { customFieldNamed } from '../flows/engine/fields';
import { triggersRead } from '../flows/engine/match-trigger';
import { seenAt } from '../flows/engine/seen';
import { celIn } from '../flows/values/condition-cel';
import { explainEvent } from './explain-event';
import { requireFlow } from './publish-flow';

export interface ExplainedDecision {
  version: number;
  ticket: number;
  seq: number;
  matched: boolean;
  explanation: Explanation;
  /** When it was decided; null: nothing was kept, and this is how the published version would. */
  keptAt: Date | null;
  sentences: Sentence[];
}

/**
 * Why an event did or did not start a Flow: what was kept when it was decided, or else what the
 * published version says of the ticket as of the event. Throws `flow-not-found`,
 * `flow-not-published`, `not-found`.
 */
export async function explainDecision(
  db: Database,
  idOrSlug: string,
  on: { ticket: number; seq: number },
): Promise<ExplainedDecision> {
  const flow = await requireFlow(db, idOrSlug);
  const kept = await findDecision(db, { flowId: flow.id, ...on });
  if (kept) {
    const { version, matched, explanation, at: keptAt } = kept;
    const sentences = await sentencesOf(db, explanation);
    return { ...on, version, matched, explanation, keptAt, sentences };
  }
  const version = flow.publishedVersion;
  if (version === null) {
    const message = `${flow.slug} was never published, so no event was decided; try a dry run.`;
    throw new DomainError('flow-not-published', message);
  }
  const compiled = await compiledVersion(db, { flowId: flow.id, version });
  const { matched, explanation } = await decideNow(db, compiled, on);
  const sentences = await sentencesOf(db, explanation);
  return { ...on, version, matched, explanation, keptAt: null, sentences };
}

async function decideNow(
  db: Database,
  { slug, triggers, settings }: CompiledFlow,
  { ticket, seq }: { ticket: number; seq: number },
): Promise<{ matched: boolean; explanation: Explanation }> {
  const event = await findEvent(db, ticket, seq);
  if (!event) throw new DomainError('not-found', `Ticket ${ticket} has no event ${seq}.`);
  const outside = await readOutside(db, [event], triggersRead(triggers, event.type));
  const seen = seenAt(event, outside.get(eventKey(event)));
  const flow = { slug, triggers, reactsToItself: settings?.reactsToItself };
  return explainEvent(flow, event, seen, celIn());
}

/** With the names that people have and fields are called by. */
async function sentencesOf(db: Database, explanation: Explanation): Promise<Sentence[]> {
  const names = await namesOf(db, idsIn(explanation));
  const fields = await allCustomFields(db);
  return explainMatch(explanation, {
    nameOf: (id) => names.get(id),
    titleOf: (name) => fields.find(({ slug }) => slug === customFieldNamed(name))?.title,
  });
}

const idPattern = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function idsIn(explanation: Explanation): string[] {
  return [...new Set(JSON.stringify(explanation).match(idPattern))];
}
