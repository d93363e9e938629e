import { z } from 'zod';
import type { ActionCatalogue, KnownAction } from '../../flows/language/action-catalogue';
import { zodProblems } from '../../flows/language/zod-problems';
import { useOf, type Action } from './action';
import { referencesIn, templatesIn } from './inputs';

/** What the API, the editor and people may know of an action: plain data, no code. */
export interface ActionManifest {
  use: string;
  id: string;
  version: number;
  title: string;
  description: string;
  effect: Action['effect'];
  timeoutMs: number;
  retry: Action['retry'];
  /** JSON Schemas, draft 2020-12. */
  input: Record<string, unknown>;
  output: Record<string, unknown>;
}

export function manifestOf(action: Action): ActionManifest {
  const { id, version, title, description, effect, timeoutMs, retry } = action;
  return {
    use: useOf(action),
    ...{ id, version, title, description, effect, timeoutMs, retry },
    input: z.toJSONSchema(action.input),
    output: z.toJSONSchema(action.output),
  };
}

/** A list of actions as the language looks them up. */
export function catalogueOf(actions: readonly Action[]): ActionCatalogue {
  const known = new Map(actions.map((action) => [useOf(action), knownAction(action)]));
  return { find: (use) => known.get(use), uses: () => [...known.keys()] };
}

function knownAction(action: Action): KnownAction {
  return {
    use: useOf(action),
    outputs: Object.keys(action.output.shape),
    retry: action.retry,
    timeoutMs: action.timeoutMs,
    inputProblems: (inputs) => zodProblems(action.input, inputs),
    templates: (inputs) => templatesIn(action.input, inputs),
    references: (inputs) => referencesIn(action.input, inputs),
  };
}
