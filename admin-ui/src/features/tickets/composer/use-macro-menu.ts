import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem';
import type { Macro } from '../../../api/types';
import { showRefusal } from '../../../common/toasts';
import type { Along } from '../../macros/change-words';
import { renderMacro, useMacros } from '../../macros/queries';

const mostShown = 7;

export const macroListId = 'macro-list';

export function macroOptionId(index: number): string {
  return `${macroListId}-${index}`;
}

/**
 * The macros that a `/` at the start of a line asks for, narrowed by what is typed after it. The
 * one that is chosen takes the place of what was typed.
 */
export function useMacroMenu({
  ticket,
  text,
  onUse,
}: {
  ticket: number;
  text: string;
  /** The text with the macro's in it, where the cursor then is, and what the macro changes. */
  onUse: (text: string, caret: number, along: Along) => void;
}) {
  const { t } = useTranslation();
  const { data: macros = [] } = useMacros();
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  /** Where the slash stands whose list was closed. */
  const [closedAt, setClosedAt] = useState<number | null>(null);

  const typed = caret === null ? null : /(?:^|\n)\/([^\n/]{0,40})$/.exec(text.slice(0, caret));
  const query = typed?.[1] ?? '';
  const start = caret === null ? 0 : caret - query.length - 1;
  const found = typed ? matching(macros, query).slice(0, mostShown) : [];
  const open = typed !== null && closedAt !== start && (found.length > 0 || query === '');
  const active = Math.min(chosen, found.length - 1);

  async function use(macro: Macro): Promise<void> {
    const [before, after] = [text.slice(0, start), text.slice(caret!)];
    setClosedAt(start);
    try {
      const rendered = await renderMacro(macro.id, ticket);
      const now = before + rendered.text;
      onUse(now + after, now.length, rendered.changes);
      setClosedAt(null);
    } catch (error) {
      const because = error instanceof ApiProblem ? error.problems[0]?.message : undefined;
      showRefusal(t('macros.notUsed'), because ? new Error(because) : (error as Error));
    }
  }

  return {
    open,
    found,
    active,
    use,
    /** Where the cursor is in the text; null: it is elsewhere. */
    at: (position: number | null) => {
      if (position !== caret) setChosen(0);
      setCaret(position);
      if (position === null || text.slice(0, position).lastIndexOf('/') !== closedAt)
        setClosedAt(null);
    },
    /** True when the key was for the list. */
    onKeyDown: (event: KeyboardEvent): boolean => {
      if (!open || event.metaKey || event.ctrlKey) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && found.length > 0) setChosen((active + step + found.length) % found.length);
      else if (event.key === 'Escape') setClosedAt(start);
      else if ((event.key === 'Enter' || event.key === 'Tab') && found[active])
        void use(found[active]);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

/** By name or shortcut; a shortcut that begins with what is typed comes first. */
function matching(macros: readonly Macro[], query: string): Macro[] {
  const asked = query.trim().toLocaleLowerCase();
  const begins = ({ shortcut }: Macro): boolean =>
    asked !== '' && (shortcut ?? '').toLocaleLowerCase().startsWith(asked);
  const names = macros.filter(
    (macro) => !begins(macro) && macro.name.toLocaleLowerCase().includes(asked),
  );
  return [...macros.filter(begins), ...names];
}
