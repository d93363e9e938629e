import { z } from 'zod';
import { DomainError } from '../../domain/domain-error';
import { isNestedDeeply } from '../../flows/language/read-document';
import { parseInput } from '../http/validate';

/** The inputs in the body of a webhook: an object of JSON. Throws `malformed-json`, `invalid-input`. */
export function readHookBody(rawBody: Buffer): Record<string, unknown> {
  const sent = parse(rawBody);
  if (isNestedDeeply(sent)) {
    throw new DomainError('invalid-input', 'The body is nested too deeply.');
  }
  return parseInput(z.record(z.string(), z.unknown()), sent);
}

function parse(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8')) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new DomainError('malformed-json', `The body is not JSON: ${message}`);
  }
}
