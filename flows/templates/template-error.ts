/** A template cannot be read, or a value that it needs is missing. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
