import type { Problem } from '../../domain/domain-error';
import type { FlowInput, Scalar } from '../engine/definition';
import { suggestion } from './suggest';

/**
 * The inputs of a run as they were given, with the usual values for those left out; or what is wrong
 * with them, by their names. An optional one that has no usual value stays away.
 */
export function givenInputs(
  wanted: readonly FlowInput[],
  given: Readonly<Record<string, unknown>>,
): { inputs: Record<string, Scalar> } | { problems: Problem[] } {
  const names = wanted.map(({ name }) => name);
  const problems: Problem[] = Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: name,
      message: `there is no input "${name}".${suggestion(name, names)}`,
    }));
  const inputs: Record<string, Scalar> = {};
  for (const input of wanted) {
    const value = given[input.name] ?? input.default ?? null;
    const wrong = value === null ? missing(input) : wrongInput(input, value);
    if (wrong) problems.push({ path: input.name, message: wrong });
    else if (value !== null) inputs[input.name] = value as Scalar;
  }
  return problems.length > 0 ? { problems } : { inputs };
}

/** What is wrong with a value of an input, or null. */
export function wrongInput({ type, options }: FlowInput, value: unknown): string | null {
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'write a number';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'write true or false';
    case 'date':
      return typeof value === 'string' && isDay(value) ? null : 'write a day as in 2026-11-23';
    case 'select':
      return typeof value === 'string' && options?.includes(value)
        ? null
        : `choose one of: ${(options ?? []).join(', ')}`;
    case 'text':
      return typeof value === 'string' && value.trim() !== '' && value.length <= textMaxLength
        ? null
        : `write a text of at most ${textMaxLength} characters`;
  }
}

const textMaxLength = 10_000;

function missing({ required }: FlowInput): string | null {
  return required ? 'this is missing' : null;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
