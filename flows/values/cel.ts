import type { TemplateVariables } from '../templates/known-path';
import { TemplateError } from '../templates/template-error';
import { Budget } from './cel/budget';
import { isCelMap, type CelValue } from './cel/cel-value';
import { nodeProblems } from './cel/check';
import { evaluateNode } from './cel/evaluate';
import { Duration, Moment } from './cel/moment';
import { parseCel } from './cel/parse';
import type { Values } from './resolve-value';
import type { ValueDocument } from './value';

export { celFunctions, celFunctionNames } from './cel/functions';

/** Everything wrong with an expression: how it reads, unknown variables and functions. */
export function celProblems(source: string, variables: TemplateVariables): string[] {
  try {
    return [...new Set(nodeProblems(parseCel(source), variables))];
  } catch (error) {
    if (error instanceof TemplateError) return [error.message];
    throw error;
  }
}

/**
 * What an expression comes to, as JSON: a moment in ISO 8601, a length of time as in `90s`. Ends
 * within a fixed number of steps. Throws `TemplateError`.
 */
export function evaluateCel(source: string, values: Values): ValueDocument {
  const budget = new Budget();
  try {
    return asJson(evaluateNode(parseCel(source), values, budget), budget);
  } catch (error) {
    // The stack has an end too, and values may be nested more deeply than that.
    if (!(error instanceof RangeError)) throw error;
    throw new TemplateError('the expression meets values that are nested too deeply', {
      cause: error,
    });
  }
}

function asJson(value: CelValue, budget: Budget): ValueDocument {
  budget.spend(0, typeof value === 'string' ? value.length : 0);
  if (value instanceof Moment || value instanceof Duration) return value.toString();
  if (Array.isArray(value)) return value.map((one: CelValue) => asJson(one, budget));
  if (!isCelMap(value)) return value as ValueDocument;
  const members = Object.entries(value).map(([key, one]) => [key, asJson(one, budget)]);
  return Object.fromEntries(members) as ValueDocument;
}
