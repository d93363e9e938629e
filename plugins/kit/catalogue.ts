import { z } from 'zod';
import type { ActionCatalogue, KnownAction } from '../../flows/language/action-catalogue';
import type { TemplateVariables } from '../../flows/templates/known-path';
import { useOf, type Action } from './action';
import { inputProblems, referencesIn, valuesIn } from './inputs';

/** What the API, the editor and people may know of an action: plain data, no code. */
export interface ActionManifest {
  use: string;
  id: string;
  version: number;
  title: string;
  description: string;
  effect: Action['effect'];
  change?: 'ticket';
  /** A newer version of the same action, which new steps should use. */
  supersededBy?: string;
  timeoutMs: number;
  retry: Action['retry'];
  /** Where a step's answer is kept: in the run's history as well, or in its record only. */
  outputKept: 'history' | 'beside';
  /** JSON Schemas, draft 2020-12. */
  input: Record<string, unknown>;
  output: Record<string, unknown>;
}

/** The manifests of a list of actions, in its order. */
export function manifestsOf(actions: readonly Action[]): ActionManifest[] {
  return actions.map((action) => {
    const newest = newestOf(action, actions);
    return newest === action
      ? manifestOf(action)
      : { ...manifestOf(action), supersededBy: useOf(newest) };
  });
}

function manifestOf(action: Action): ActionManifest {
  const { id, version, title, description, effect, change, timeoutMs, retry } = action;
  return {
    use: useOf(action),
    ...{ id, version, title, description, effect, timeoutMs, retry },
    ...(change ? { change } : {}),
    outputKept: action.outputKept ?? 'history',
    input: z.toJSONSchema(action.input),
    output: z.toJSONSchema(action.output),
  };
}

/** A list of actions as the language looks them up. */
export function catalogueOf(actions: readonly Action[]): ActionCatalogue {
  const known = new Map(actions.map((action) => [useOf(action), knownAction(action)]));
  return { find: (use) => known.get(use), uses: () => [...known.keys()] };
}

function newestOf(action: Action, actions: readonly Action[]): Action {
  return actions
    .filter(({ id }) => id === action.id)
    .reduce((newest, one) => (one.version > newest.version ? one : newest), action);
}

function knownAction(action: Action): KnownAction {
  const { effect, change, outputKept, retry, timeoutMs } = action;
  return {
    use: useOf(action),
    effect,
    ...(change ? { change } : {}),
    needsTicket: change === 'ticket' || action.needsTicket === true,
    ...(outputKept ? { outputKept } : {}),
    outputs: Object.keys(action.output.shape),
    outputVariables: outputVariables(action),
    retry,
    timeoutMs,
    inputProblems: (inputs, fields = []) => {
      const problems = inputProblems(action.input, inputs);
      return problems.length > 0 ? problems : (action.check?.(inputs, { fields }) ?? []);
    },
    values: (inputs) => valuesIn(action.input, inputs),
    references: (inputs) => referencesIn(action.input, inputs),
  };
}

/** What later steps may take from its answer: one value, or something with parts. */
function outputVariables(action: Action): TemplateVariables {
  const { properties } = z.toJSONSchema(action.output) as {
    properties: Record<string, { type?: string | string[] }>;
  };
  const kinds = Object.entries(properties).map(([name, { type }]) => [
    name,
    [type].flat().every((one) => one !== undefined && scalarTypes.includes(one)) ? 'value' : 'any',
  ]);
  return Object.fromEntries(kinds) as TemplateVariables;
}

const scalarTypes = ['string', 'number', 'integer', 'boolean', 'null'];
