import type { Request } from 'express';
import { z } from 'zod';
import { DomainError } from '../../domain/domain-error';
import type { FlowDocument } from '../../flows/language/document';
import { isNestedDeeply, readDocument, readText } from '../../flows/language/read-document';
import { parseInput } from '../http/validate';

/** A document comes as JSON or YAML. */
export const documentBody = {
  contentTypes: ['application/json', 'application/yaml', 'application/x-yaml', 'text/yaml'],
  maxBytes: 256 * 1024,
} as const;

/** The document in a request's body; what it says is checked when it is published. Throws `flow-invalid`. */
export function readFlowBody(req: Request, rawBody: Buffer): FlowDocument {
  const sent = req.is('json') ? fromJson(rawBody) : fromYaml(rawBody);
  const value = isNestedDeeply(sent) ? sent : parseInput(z.unknown(), sent);
  const read = readDocument(value);
  if (read.ok) return read.value;
  throw invalid(read.problems);
}

function fromJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8')) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new DomainError('malformed-json', `The body is not JSON: ${message}`);
  }
}

function fromYaml(rawBody: Buffer): unknown {
  const read = readText(rawBody.toString('utf8'));
  if (read.ok) return read.value;
  throw invalid(read.problems);
}

function invalid(problems: { path: string; message: string }[]): DomainError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const where = first!.path ? `${first!.path}: ` : '';
  return new DomainError('flow-invalid', `${where}${first!.message}${more}`, problems);
}
