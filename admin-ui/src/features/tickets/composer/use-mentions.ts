import { flushSync } from 'react-dom';
import { useId, useState, type KeyboardEvent, type RefObject, type SyntheticEvent } from 'react';
import { mentionBegun, namesIn } from '../../../../../domain/notification/mention';
import type { Agent, Team } from '../../../api/types';

/** Somebody who can be mentioned. */
export interface Mentionable {
  type: 'agent' | 'team';
  id: string;
  name: string;
  /** How many belong to a team. */
  members?: number;
}

const mostOffered = 8;

export function mentionable(agents: Agent[], teams: Team[]): Mentionable[] {
  return [
    ...agents
      .filter(({ active }) => active)
      .map(({ id, name }) => ({ type: 'agent' as const, id, name })),
    ...teams.map(({ id, name, members }) => ({
      type: 'team' as const,
      id,
      name,
      members: members.length,
    })),
  ];
}

/** Whom a text mentions, as the API takes it. */
export function mentionsOf(
  text: string,
  people: Mentionable[],
): ({ agentId: string } | { teamId: string })[] {
  const named = new Set(namesIn(text, people).map(({ person }) => person));
  return [...named].map(({ type, id }) => (type === 'agent' ? { agentId: id } : { teamId: id }));
}

/**
 * The list that opens behind an `@`: filtered while one types, chosen from by keys or by pointer.
 * The field keeps the focus; `fieldProps` tell it which one is meant.
 */
export function useMentions({
  on,
  people,
  field,
  text,
  onText,
}: {
  on: boolean;
  people: Mentionable[];
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
}) {
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  /** Where the list was closed by Escape: it stays so for this `@`. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const begun = on ? mentionBegun(text.slice(0, caret)) : null;
  const offered =
    begun && begun.start !== closedAt
      ? people.filter(({ name }) => answers(name, begun.query)).slice(0, mostOffered)
      : [];
  const isOpen = offered.length > 0;
  const active = Math.min(chosen, offered.length - 1);

  function follow(event: SyntheticEvent<HTMLTextAreaElement>): void {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    if (!mentionBegun(value.slice(0, selectionStart))) setClosedAt(null);
    if (selectionStart === caret && selectionStart === selectionEnd) return;
    // With something selected nothing is being typed.
    setCaret(selectionStart === selectionEnd ? selectionStart : 0);
    setChosen(0);
  }

  function take(person: Mentionable): void {
    if (!begun) return;
    const before = `${text.slice(0, begun.start)}@${person.name} `;
    // At once, so that the next letter, however soon, stands behind the name.
    flushSync(() => {
      onText(before + text.slice(caret).replace(/^ /, ''));
      setCaret(before.length);
    });
    field.current?.focus();
    field.current?.setSelectionRange(before.length, before.length);
  }

  /** True when the key was for the list. */
  function takeKey(event: KeyboardEvent): boolean {
    if (!isOpen || event.nativeEvent.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((active + step + offered.length) % offered.length);
    else if (event.key === 'Escape') setClosedAt(begun!.start);
    else if ((event.key === 'Enter' && !event.metaKey && !event.ctrlKey) || event.key === 'Tab') {
      take(offered[active]!);
    } else return false;
    event.preventDefault();
    return true;
  }

  return {
    listId,
    offered,
    active,
    isOpen,
    take,
    takeKey,
    follow,
    close: () => setCaret(0),
    fieldProps: on
      ? {
          'aria-autocomplete': 'list' as const,
          ...(isOpen && {
            'aria-controls': listId,
            'aria-activedescendant': `${listId}-${active}`,
          }),
        }
      : {},
  };
}

/** Names, and parts of them, that begin as what is typed. */
function answers(name: string, query: string): boolean {
  const [lower, asked] = [name.toLocaleLowerCase(), query.toLocaleLowerCase()];
  return lower.startsWith(asked) || lower.includes(` ${asked}`);
}
