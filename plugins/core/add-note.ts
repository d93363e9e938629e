import { z } from 'zod';
import { defineAction, internalRetry } from '../kit/action';
import { template } from '../kit/inputs';

export const addNote = defineAction({
  id: 'core.add-note',
  version: 1,
  title: 'Add an internal note',
  description: 'Writes a note that agents see and customers do not.',
  input: z.strictObject({ text: template('Text', 20_000) }),
  output: z.strictObject({ messageId: z.string() }),
  effect: 'internal',
  change: 'ticket',
  makes: ['message.note_added'],
  retry: internalRetry,
  timeoutMs: 10_000,
  preview: ({ text }) => `Add the note: ${text}`,
  run: ({ ticket }, { text }) => ticket.addNote(text),
});
