import { suggestion } from '../../language/suggest';
import { pathProblems, type TemplateVariables } from '../../templates/known-path';
import { TemplateError } from '../../templates/template-error';
import { Budget } from './budget';
import { evaluateNode } from './evaluate';
import { celFunctionNames, findCelFunction } from './functions';
import { asWritten, loopKinds, partsOf, writtenPath, type CelNode } from './node';
import { Pattern } from './pattern';

/** What is wrong with an expression for these variables; `items` are the loops' own names. */
export function nodeProblems(
  node: CelNode,
  variables: TemplateVariables,
  items: readonly string[] = [],
): string[] {
  const path = writtenPath(node);
  if (path) return items.includes(path[0]!) ? [] : unknownPath(path, variables);
  if (node.op === 'loop') {
    const outside = nodeProblems(node.list, variables, items);
    const inside = [...items, node.item];
    const bodies = [node.test, node.body].flatMap((body) =>
      body ? nodeProblems(body, variables, inside) : [],
    );
    return [...outside, ...bodies];
  }
  if (node.op === 'binary' && node.sign === '-') {
    // What stands behind a hyphen in a name would be wrong as well, and say nothing.
    const before = nodeProblems(node.left, variables, items);
    if (before.length > 0) return before;
  }
  const inParts = partsOf(node).flatMap((part) => nodeProblems(part, variables, items));
  if (node.op === 'call') return [...callProblems(node), ...inParts];
  return inParts.length === 0 && isWrittenOut(node) ? trialProblems(node) : inParts;
}

function unknownPath(path: string[], variables: TemplateVariables): string[] {
  const problems = pathProblems(path.join('.'), path, variables, 'any');
  if (problems.length === 0) return [];
  return hyphenHint(path, variables) ?? problems;
}

/** `steps.remind-customer` reads as a subtraction. */
function hyphenHint(path: readonly string[], variables: TemplateVariables): string[] | null {
  let here: TemplateVariables[string] | undefined = variables;
  for (const [index, part] of path.entries()) {
    if (here === undefined || typeof here === 'string') return null;
    if (Object.hasOwn(here, part)) {
      here = here[part];
      continue;
    }
    const meant = Object.keys(here).find((name) => name.startsWith(`${part}-`));
    if (meant === undefined || index === 0) return null;
    const group = asWritten(path.slice(0, index));
    return [`write ${group}["${meant}"]: a name with a hyphen stands in ["…"] in expressions`];
  }
  return null;
}

function callProblems(node: Extract<CelNode, { op: 'call' }>): string[] {
  const { name, arguments: given } = node;
  const known = findCelFunction(name);
  if (!known) {
    const names: string[] = [...celFunctionNames, ...loopKinds, 'has'];
    return [`there is no function "${name}".${suggestion(name, names)}`];
  }
  if (given.length < known.takes.least || given.length > known.takes.most) {
    return [`write ${name} as in ${known.example}`];
  }
  const pattern = name === 'matches' ? given[1] : undefined;
  if (pattern?.op === 'literal' && typeof pattern.value === 'string') {
    const { value } = pattern;
    return failures(() => new Pattern(value, new Budget()));
  }
  return isWrittenOut(node) ? trialProblems(node) : [];
}

/** Nothing in it has to be looked up, so what it comes to is known now. */
function isWrittenOut(node: CelNode): boolean {
  if (node.op === 'name' || node.op === 'loop' || node.op === 'literal') return false;
  return partsOf(node).every((part) => part.op === 'literal' || isWrittenOut(part));
}

function trialProblems(node: CelNode): string[] {
  return failures(() => evaluateNode(node, {}, new Budget()));
}

function failures(attempt: () => unknown): string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof TemplateError) return [error.message];
    throw error;
  }
}
