import { TemplateError } from '../../templates/template-error';
import type { Budget } from './budget';
import { isCelMap, typeOf, type CelValue } from './cel-value';
import { Duration, Moment } from './moment';

/** Whether two values are the same through and through; a text is never a number. */
export function isSame(left: CelValue, right: CelValue, budget: Budget): boolean {
  budget.spend(0, typeof left === 'string' ? left.length : 0);
  if (left === right) return true;
  if (left instanceof Moment) return right instanceof Moment && left.ms === right.ms;
  if (left instanceof Duration) return right instanceof Duration && left.ms === right.ms;
  if (Array.isArray(left)) {
    const others = right as readonly CelValue[];
    if (!Array.isArray(right) || left.length !== others.length) return false;
    return left.every((one: CelValue, index) => isSame(one, others[index]!, budget));
  }
  if (!isCelMap(left) || !isCelMap(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isSame(left[key]!, right[key]!, budget));
}

/** Whether a list has an item, or a group a key. */
export function isIn(one: CelValue, list: CelValue, budget: Budget): boolean {
  if (Array.isArray(list)) return list.some((other: CelValue) => isSame(one, other, budget));
  if (isCelMap(list)) return typeof one === 'string' && Object.hasOwn(list, one);
  throw new TemplateError(`in looks into a list or a group, not ${typeOf(list)}`);
}
