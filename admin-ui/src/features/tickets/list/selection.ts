import { useRef, useState } from 'react';
import type { Ticket } from '../../../api/types';

/** Which of the shown tickets are selected. */
export interface Selection {
  numbers: number[];
  has(number: number): boolean;
  /** One row; with `extend`, all from the one before to this one. */
  toggle(index: number, extend?: boolean): void;
  selectAll(): void;
  clear(): void;
}

/** `list` names the list: another list begins with nothing selected. */
export function useSelection(tickets: readonly Ticket[], list: string): Selection {
  const [kept, setKept] = useState<{ list: string; numbers: ReadonlySet<number> }>({
    list,
    numbers: new Set(),
  });
  const anchor = useRef(0);
  const numbers = kept.list === list ? kept.numbers : new Set<number>();
  const set = (next: Iterable<number>): void => setKept({ list, numbers: new Set(next) });
  return {
    numbers: tickets.map(({ number }) => number).filter((number) => numbers.has(number)),
    has: (number) => numbers.has(number),
    toggle(index, extend = false) {
      const [from, to] = [anchor.current, index].sort((a, b) => a - b) as [number, number];
      const { number } = tickets[index]!;
      anchor.current = index;
      if (extend) set([...numbers, ...tickets.slice(from, to + 1).map((one) => one.number)]);
      else if (numbers.has(number)) set([...numbers].filter((one) => one !== number));
      else set([...numbers, number]);
    },
    selectAll: () => set(tickets.map(({ number }) => number)),
    clear: () => set([]),
  };
}
