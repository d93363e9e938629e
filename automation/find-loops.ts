import type { CompiledFlow } from '../flows/engine/definition';
import { findField } from '../flows/engine/fields';
import { listenersFor, type FlowIndex } from '../flows/engine/flow-index';
import { fieldToldBy, mayMatch, type MadeEvent } from '../flows/engine/may-match';
import { allSteps } from '../flows/engine/tree';
import { actions } from '../plugins/actions';
import { useOf } from '../plugins/kit/action';
import type { IndexedFlow } from './flow-index-cache';
import { maxChainDepth } from './plan-run';

/** Flows of which each may start the next, and the last one the first. */
export interface FlowLoop {
  links: {
    flow: string;
    step: string;
    /** What the step makes happen; `flow.called`: it runs the next one itself. */
    event: string;
  }[];
}

/** Of very many Flows not every way is gone. */
const flowsVisited = 500;
const loopsShown = 10;

type Node = Pick<CompiledFlow, 'slug' | 'triggers' | 'program' | 'inputs' | 'settings'>;

/**
 * The loops through a Flow among those that are published: what its actions change may start it
 * again, by itself where it reacts to its own changes, or by way of others. Only what is known before
 * anything runs is looked at, so a loop that is found may still never happen.
 */
export function findLoops(start: Node, index: FlowIndex<IndexedFlow>): FlowLoop[] {
  const loops: FlowLoop[] = [];
  const visited = new Set([start.slug]);
  let ways: { node: Node; links: FlowLoop['links'] }[] = [{ node: start, links: [] }];
  for (let depth = 0; depth < maxChainDepth && ways.length > 0; depth += 1) {
    const next: typeof ways = [];
    for (const { node, links } of ways) {
      for (const { step, event, made } of madeBy(node)) {
        const way = [...links, { flow: node.slug, step, event }];
        const isOwn = links.length === 0 && !start.settings?.reactsToItself;
        if (!isOwn && loops.length < loopsShown && starts(start, event, made)) {
          loops.push({ links: way });
        }
        for (const other of startedBy(index, event, made)) {
          if (visited.has(other.slug) || visited.size >= flowsVisited) continue;
          visited.add(other.slug);
          next.push({ node: other, links: way });
        }
      }
    }
    ways = next;
  }
  return loops;
}

interface Made {
  step: string;
  event: string;
  /** Null: the step runs the Flow that `event` names, `flow.called <slug>`. */
  made: MadeEvent | null;
}

/** Every event that the steps of a Flow may make, each once. */
function madeBy({ program, inputs }: Node): Made[] {
  const found = new Map<string, Made>();
  for (const step of allSteps(program.steps)) {
    if (step.kind === 'call') {
      const event = `flow.called ${step.flow}`;
      found.set(event, { step: step.id, event, made: null });
    }
    if (step.kind !== 'action') continue;
    const action = actions.find((one) => useOf(one) === step.use);
    for (const type of action?.makes ?? []) {
      const made = { type, becomes: literal(type, inputs[step.id] ?? {}) };
      const key = `${type} ${JSON.stringify(made.becomes)}`;
      if (!found.has(key)) found.set(key, { step: step.id, event: type, made });
    }
  }
  return [...found.values()];
}

/** What an action sets a field to, where that stands in its input of the field's own name. */
function literal(type: MadeEvent['type'], inputs: Record<string, unknown>): MadeEvent['becomes'] {
  const name = fieldToldBy(type);
  const field = name === null ? null : findField(name);
  const value = name === null ? undefined : inputs[name];
  return typeof value === 'string' && field?.values?.includes(value) ? value : undefined;
}

function starts({ slug, triggers }: Node, event: string, made: MadeEvent | null): boolean {
  if (made === null) return event === `flow.called ${slug}`;
  return triggers.some((trigger) => mayMatch(trigger, made));
}

function startedBy(
  index: FlowIndex<IndexedFlow>,
  event: string,
  made: MadeEvent | null,
): CompiledFlow[] {
  const listening = made === null ? index.flows.values() : listenersFor(index, made.type);
  return [...listening].map(({ compiled }) => compiled).filter((one) => starts(one, event, made));
}
