import { ApplicationFailure } from '@temporalio/common';
import { DomainError } from '../domain/domain-error';
import { TemplateError } from '../flows/templates/template-error';
import { ActionError } from '../plugins/kit/action';

export interface Problem {
  code: string;
  /** For the run's record; histories are told the code only. */
  message: string;
  retryable: boolean;
  /** So long the other side asks to be left alone. */
  retryAfterMs?: number | undefined;
}

/** An error that is nobody's word about the input may pass: the database away, a bug just mended. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ActionError) return error;
  if (error instanceof TemplateError) {
    return { code: 'template-not-rendered', message: error.message, retryable: false };
  }
  if (error instanceof DomainError) {
    return { code: error.code, message: error.message, retryable: false };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected-error', message, retryable: true };
}

/** The same as Temporal is told of it: tried again for as long as it may pass. */
export function failureOf(error: unknown): Problem & { failure: ApplicationFailure } {
  if (error instanceof ApplicationFailure) {
    const code = error.type ?? 'failed';
    return { code, message: code, retryable: !error.nonRetryable, failure: error };
  }
  const { code, message, retryable } = problemOf(error);
  const failure = ApplicationFailure.create({
    message: `the step failed: ${code}`,
    type: code,
    nonRetryable: !retryable,
  });
  return { code, message, retryable, failure };
}
