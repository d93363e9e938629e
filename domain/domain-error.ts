/** One thing that is wrong with an input: where (`path`, dotted) and what to do about it. */
export interface Problem {
  path: string;
  message: string;
}

/**
 * A rule of the product said no. `code` is for programs and never changes; the message is a
 * sentence for people that says what to do next.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  /** What else a program may want to know; its shape depends on the code. */
  readonly details: object | undefined;

  constructor(
    readonly code: string,
    message: string,
    readonly problems: readonly Problem[] = [],
    options: { cause?: unknown; details?: object } = {},
  ) {
    super(message, options as ErrorOptions);
    this.details = options.details;
  }
}
