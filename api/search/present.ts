import type { FoundPerson } from '../../db/person-search-store';
import type { FoundTicket } from '../../db/search-store';
import { presentTicket } from '../tickets/present';
import { bestSnippet, mark } from './snippet';

export function presentFoundTicket(
  { view, texts }: Pick<FoundTicket, 'view' | 'texts'>,
  words: readonly string[],
): object {
  const { title, description } = view.ticket;
  const opening = { kind: 'description' as const, author: view.requester.name ?? '' };
  const all = texts.length > 0 ? texts : [{ ...opening, text: description }];
  const best = bestSnippet(
    all.filter(({ text }) => text.trim() !== ''),
    words,
  );
  return {
    ticket: presentTicket(view),
    title: mark(title, words),
    snippet: best && { kind: best.kind, author: best.author, parts: best.parts },
  };
}

export function presentFoundPerson(person: FoundPerson, words: readonly string[]): object {
  return { ...person, label: mark(person.name ?? person.email, words) };
}
