import { suggestion } from '../language/suggest';

/**
 * The variables that there are: values, lists of values, groups of these, and such as may hold
 * anything, which only shows when they are used.
 */
export interface TemplateVariables {
  readonly [name: string]: 'value' | 'list' | 'any' | TemplateVariables;
}

/** What a place can use: one value, a list, or whatever there is. */
export type Wanted = 'value' | 'list' | 'any';

/** What is wrong with naming a variable where `wanted` is needed. `name` is how it was written. */
export function pathProblems(
  name: string,
  parts: readonly string[],
  variables: TemplateVariables,
  wanted: Wanted,
): string[] {
  let here: TemplateVariables[string] = variables;
  for (const [index, part] of parts.entries()) {
    if (here === 'any') return [];
    if (here === 'list' && wanted !== 'list' && isListPlace(part)) {
      here = 'value';
      continue;
    }
    if (typeof here === 'string' || !Object.hasOwn(here, part)) {
      const known: string[] = typeof here === 'string' ? [] : Object.keys(here);
      const prefix = parts.slice(0, index).map((one) => `${one}.`);
      const full = known.map((one) => prefix.join('') + one);
      return [
        `there is no variable "${name}".${suggestion(parts.slice(0, index + 1).join('.'), full)}`,
      ];
    }
    here = here[part]!;
  }
  if (wanted === 'any' || here === 'any') return [];
  if (wanted === 'list') return here === 'list' ? [] : [`"${name}" is no list`];
  if (here === 'value') return [];
  if (here === 'list')
    return [`"${name}" is a list; write {{join ${name} ", "}} or {{#each ${name}}}`];
  return [`"${name}" has parts: ${Object.keys(here).join(', ')}; name one of them`];
}

/** Whether a path leads to where anything may be. */
export function mayHoldAnything(parts: readonly string[], variables: TemplateVariables): boolean {
  let here: TemplateVariables[string] | undefined = variables;
  for (const part of parts) {
    if (here === undefined || typeof here === 'string') break;
    here = Object.hasOwn(here, part) ? here[part] : undefined;
  }
  return here === 'any';
}

/** A place in a list, counted from 0. */
export function isListPlace(part: string): boolean {
  return /^\d{1,6}$/.test(part);
}
