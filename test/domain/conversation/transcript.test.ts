import type { ConversationMessage } from '../../../domain/conversation/conversation';
import { transcriptOf } from '../../../domain/conversation/transcript';
import { descriptionMaxLength } from '../../../domain/ticket/ticket';

const said = (
  seq: number,
  type: ConversationMessage['author']['type'],
  text: string,
): ConversationMessage => ({
  id: `m${seq}`,
  seq,
  author: { type, id: null, name: type === 'agent' ? 'Ana Lopez' : null },
  text,
  createdAt: `2026-11-23T09:3${seq}:00.000Z`,
});

test('a transcript names who wrote when', () => {
  const messages = [said(1, 'visitor', 'Hello?'), said(2, 'agent', 'Hello!\nHow can I help?')];

  expect(transcriptOf('Bo', messages)).toBe(
    [
      'Transcript of a conversation with Bo',
      '2026-11-23 09:31 UTC, Bo:\nHello?',
      '2026-11-23 09:32 UTC, Ana Lopez:\nHello!\nHow can I help?',
    ].join('\n\n'),
  );
});

test('a transcript that would be too long keeps the newest messages and says so', () => {
  const long = 'x'.repeat(descriptionMaxLength / 2);
  const messages = [said(1, 'visitor', 'first'), said(2, 'visitor', long), said(3, 'agent', long)];

  const transcript = transcriptOf('Bo', messages);

  expect(transcript.length).toBeLessThanOrEqual(descriptionMaxLength);
  expect(transcript).toContain('(2 earlier messages are in the conversation.)');
  expect(transcript).not.toContain('first');
});
