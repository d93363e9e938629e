import { TemplateError } from '../../templates/template-error';
import { ownMember } from '../path';
import { textMaxLength, TooMuchWork, type Budget } from './budget';
import { isCelMap, typeOf, type CelValue } from './cel-value';
import { findCelFunction } from './functions';
import { Duration, Moment } from './moment';
import { isIn, isSame } from './same';
import { asWritten, writtenPath, type BinarySign, type CelNode, type LoopNode } from './node';

/** A name, or a part of something, has no value. `has()` asks for that. */
export class MissingValue extends TemplateError {}

/** The names in sight: the values of the run, and the items of the loops around. */
type Scope = Readonly<Record<string, unknown>>;

/**
 * What an expression says about values, which it reaches as own properties only. Throws
 * `TemplateError`; `TooMuchWork` when the budget is used up.
 */
export function evaluateNode(node: CelNode, scope: Scope, budget: Budget): CelValue {
  budget.spend();
  switch (node.op) {
    case 'literal':
      return node.value;
    case 'name':
      return present(node, ownMember(scope, node.name));
    case 'member':
      return memberOf(node, scope, budget);
    case 'list':
      return node.items.map((item) => evaluateNode(item, scope, budget));
    case 'map':
      return mapOf(node.entries, scope, budget);
    case 'choose': {
      const when = truth(evaluateNode(node.when, scope, budget), '?');
      return evaluateNode(when ? node.then : node.else, scope, budget);
    }
    case 'logic': {
      const parts = [node.left, node.right];
      return decided(parts, node.sign === '||', node.sign, (part) =>
        evaluateNode(part, scope, budget),
      );
    }
    case 'not':
      return !truth(evaluateNode(node.of, scope, budget), '!');
    case 'minus': {
      const value = evaluateNode(node.of, scope, budget);
      if (value instanceof Duration) return new Duration(-value.ms);
      if (typeof value === 'number') return -value;
      throw new TemplateError(`- takes a number, not ${typeOf(value)}`);
    }
    case 'binary': {
      const left = evaluateNode(node.left, scope, budget);
      const right = evaluateNode(node.right, scope, budget);
      return binary(node.sign, left, right, budget);
    }
    case 'has':
      return hasValue(node.of, scope, budget);
    case 'loop':
      return loop(node, scope, budget);
    case 'call': {
      const called = findCelFunction(node.name);
      if (!called) throw new TemplateError(`there is no function "${node.name}"`);
      const given = node.arguments.map((one) => evaluateNode(one, scope, budget));
      const { least, most } = called.takes;
      if (given.length < least || given.length > most) {
        throw new TemplateError(`write ${node.name} as in ${called.example}`);
      }
      return called.run(given, budget);
    }
  }
}

function present(node: CelNode, value: unknown): CelValue {
  if (value !== undefined && typeof value !== 'function') return value as CelValue;
  const path = asWritten(writtenPath(node));
  throw new MissingValue(
    path === null
      ? 'a part of the expression has no value; ask for it with has(…) before'
      : `"${path}" has no value; ask has(${path}) before, where it may have none`,
  );
}

function memberOf(
  node: Extract<CelNode, { op: 'member' }>,
  scope: Scope,
  budget: Budget,
): CelValue {
  const of = evaluateNode(node.of, scope, budget);
  const key = evaluateNode(node.key, scope, budget);
  if (typeof key !== 'string' && typeof key !== 'number') {
    throw new TemplateError(`[ ] takes a text or a number, not ${typeOf(key)}`);
  }
  const reaches = isCelMap(of) || (Array.isArray(of) && typeof key === 'number');
  return present(node, reaches ? ownMember(of, key) : undefined);
}

function mapOf(entries: [CelNode, CelNode][], scope: Scope, budget: Budget): CelValue {
  const members = entries.map(([key, value]) => {
    const name = evaluateNode(key, scope, budget);
    if (typeof name !== 'string') throw new TemplateError('the keys in { } are texts');
    return [name, evaluateNode(value, scope, budget)] as const;
  });
  return Object.fromEntries(members);
}

function hasValue(of: CelNode, scope: Scope, budget: Budget): boolean {
  try {
    return evaluateNode(of, scope, budget) !== null;
  } catch (error) {
    if (error instanceof MissingValue) return false;
    throw error;
  }
}

/**
 * `||` (one that is true decides) and `&&` (one that is false decides), in whatever order: an error
 * in one part counts only when no other part decides, as CEL has it.
 */
function decided<T>(
  parts: readonly T[],
  decisive: boolean,
  sign: string,
  evaluate: (part: T) => CelValue,
): boolean {
  let failed: unknown = null;
  for (const part of parts) {
    try {
      if (truth(evaluate(part), sign) === decisive) return decisive;
    } catch (error) {
      if (error instanceof TooMuchWork || !(error instanceof TemplateError)) throw error;
      failed ??= error;
    }
  }
  if (failed instanceof TemplateError) throw failed;
  return !decisive;
}

function loop({ kind, list, item, test, body }: LoopNode, scope: Scope, budget: Budget): CelValue {
  const over = evaluateNode(list, scope, budget);
  const items = isCelMap(over) ? Object.keys(over) : over;
  if (!Array.isArray(items))
    throw new TemplateError(`${kind} goes over a list, not ${typeOf(over)}`);
  budget.spend(items.length);
  const inside = (one: CelValue): Scope => ({ ...scope, [item]: one });
  const holds = (one: CelValue): boolean =>
    truth(evaluateNode(body, inside(one), budget), `${kind}(…)`);
  switch (kind) {
    case 'all':
    case 'exists':
      return decided(items as CelValue[], kind === 'exists', `${kind}(…)`, (one) => holds(one));
    case 'exists_one':
      return (items as CelValue[]).filter(holds).length === 1;
    case 'filter':
      return (items as CelValue[]).filter(holds);
    case 'map': {
      const wanted = (items as CelValue[]).filter(
        (one) => !test || truth(evaluateNode(test, inside(one), budget), 'map(…)'),
      );
      return wanted.map((one) => evaluateNode(body, inside(one), budget));
    }
  }
}

function binary(sign: BinarySign, left: CelValue, right: CelValue, budget: Budget): CelValue {
  switch (sign) {
    case '==':
      return isSame(left, right, budget);
    case '!=':
      return !isSame(left, right, budget);
    case 'in':
      return isIn(left, right, budget);
    case '<':
      return order(sign, left, right, budget) < 0;
    case '<=':
      return order(sign, left, right, budget) <= 0;
    case '>':
      return order(sign, left, right, budget) > 0;
    case '>=':
      return order(sign, left, right, budget) >= 0;
    case '+':
      return plus(left, right, budget);
    case '-':
      return minus(left, right);
    case '*':
    case '/':
    case '%':
      return calculated(sign, left, right);
  }
}

function order(sign: string, left: CelValue, right: CelValue, budget: Budget): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (left instanceof Moment && right instanceof Moment) return left.ms - right.ms;
  if (left instanceof Duration && right instanceof Duration) return left.ms - right.ms;
  if (typeof left !== 'string' || typeof right !== 'string') throw mixed(sign, left, right);
  budget.spend(0, Math.min(left.length, right.length));
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function plus(left: CelValue, right: CelValue, budget: Budget): CelValue {
  if (typeof left === 'number' && typeof right === 'number') return finite(left + right);
  if (typeof left === 'string' && typeof right === 'string') {
    budget.spend(0, left.length + right.length);
    if (left.length + right.length > textMaxLength) {
      throw new TemplateError('the text became too long');
    }
    return left + right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    budget.spend(left.length + right.length);
    return [...(left as CelValue[]), ...(right as CelValue[])];
  }
  if (right instanceof Duration && left instanceof Moment) return new Moment(left.ms + right.ms);
  if (right instanceof Moment && left instanceof Duration) return new Moment(left.ms + right.ms);
  if (right instanceof Duration && left instanceof Duration) {
    return new Duration(left.ms + right.ms);
  }
  throw mixed('+', left, right);
}

function minus(left: CelValue, right: CelValue): CelValue {
  if (typeof left === 'number' && typeof right === 'number') return finite(left - right);
  if (right instanceof Duration && left instanceof Moment) return new Moment(left.ms - right.ms);
  if (right instanceof Moment && left instanceof Moment) return new Duration(left.ms - right.ms);
  if (right instanceof Duration && left instanceof Duration) {
    return new Duration(left.ms - right.ms);
  }
  throw mixed('-', left, right);
}

function calculated(sign: '*' | '/' | '%', left: CelValue, right: CelValue): number {
  if (typeof left !== 'number' || typeof right !== 'number') throw mixed(sign, left, right);
  if (sign === '*') return finite(left * right);
  if (right === 0) throw new TemplateError('nothing can be divided by 0');
  return finite(sign === '/' ? left / right : left % right);
}

function finite(number: number): number {
  if (Number.isFinite(number)) return number;
  throw new TemplateError('the number became too large');
}

function truth(value: CelValue, where: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new TemplateError(`${where} needs true or false, not ${typeOf(value)}`);
}

function mixed(sign: string, left: CelValue, right: CelValue): TemplateError {
  const hint =
    sign === '+' && (typeof left === 'string' || typeof right === 'string')
      ? '; write string(…) around what is no text'
      : '';
  return new TemplateError(`${sign} does not go with ${typeOf(left)} and ${typeOf(right)}${hint}`);
}
