import type { StepDocument, TriggerDocument } from '../../../flows/language/document';

/** A document that may be published, with what the test cares about. */
export function aDocument(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    language: 1,
    flow: 'a-flow',
    title: 'A Flow',
    on: [aTrigger()],
    steps: [aStep()],
    ...fields,
  };
}

export function aTrigger(when?: unknown): TriggerDocument {
  return { event: 'ticket.priority_changed', ...(when ? { when } : {}) } as TriggerDocument;
}

export function aStep(fields: Record<string, unknown> = {}): StepDocument {
  return {
    id: 'a-step',
    use: 'core.set-priority@1',
    with: { priority: 'high' },
    ...fields,
  } as StepDocument;
}
