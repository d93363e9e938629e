import type { FieldChanges } from '../../domain/ticket/command';

/** The agents of the demo desk; the example Flows hand urgent tickets to the lead. */
export const demoAgents = {
  maya: { name: 'Maya Lindqvist', email: 'lead@example.com' },
  tom: { name: 'Tom Okafor', email: 'tom@example.com' },
  priya: { name: 'Priya Nair', email: 'priya@example.com' },
} as const;

export type DemoAgent = keyof typeof demoAgents;

/** What happens in a story, in order. The customer's first mail makes the ticket. */
export type StoryStep =
  | { customer: string; attachment?: { filename: string; contentType: string; content: string } }
  | { reply: string; by: DemoAgent; setStatus?: 'waiting' | 'resolved' }
  | { note: string; by: DemoAgent }
  | { change: Omit<FieldChanges, 'assigneeId'> & { assignee?: DemoAgent }; by: DemoAgent }
  /** The last reply comes back as undeliverable, with the remote server's words. */
  | { bounce: string };

export interface Story {
  /** Part of command and message ids: playing a story again changes nothing. */
  id: string;
  from: { name: string; address: string };
  subject: string;
  steps: readonly StoryStep[];
}
