import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';

export interface Shortcut {
  /**
   * As `event.key` gives it: 'c', '?', 'Enter'; 'shift+ArrowDown'; 'mod+k' for Ctrl or ⌘. Dead
   * inside inputs and dialogs.
   */
  key: string;
  label: string;
  run: () => void;
  /** Works on every page. */
  everywhere?: true;
  /** Works while one types, too. */
  inInputs?: true;
}

interface Registry {
  list: Shortcut[];
  on: boolean;
  setOn: (on: boolean) => void;
  add: (shortcuts: Shortcut[]) => () => void;
}

const Context = createContext<Registry | null>(null);
const storageKey = 'ticketloom.single-keys';

/** One registry feeds the handler, the help and `aria-keyshortcuts`; can be switched off (WCAG 2.1.4). */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [groups, setGroups] = useState<Shortcut[][]>([]);
  const [on, setOn] = useState(() => localStorage.getItem(storageKey) !== 'off');
  const list = useMemo(() => groups.flat(), [groups]);
  const current = useRef({ list, on });
  useEffect(() => {
    current.current = { list, on };
  }, [list, on]);

  useEffect(() => {
    let asked: Shortcut | undefined;
    // Chosen before anything else hears the key: the Escape that closes a menu must not leave the
    // page as well. Run after everything has: what a key opens must not see that key.
    const choose = (event: KeyboardEvent): void => {
      const { list: known, on: allowed } = current.current;
      // The newest comes first: a page's own key hides the shell's.
      const key = keyOf(event);
      const found = known.findLast((one) => one.key === key);
      asked = found && isMeant(event, found, allowed) ? found : undefined;
    };
    const run = (event: KeyboardEvent): void => {
      if (!asked || event.defaultPrevented) return;
      event.preventDefault();
      asked.run();
    };
    window.addEventListener('keydown', choose, true);
    window.addEventListener('keydown', run);
    return () => {
      window.removeEventListener('keydown', choose, true);
      window.removeEventListener('keydown', run);
    };
  }, []);

  const registry = useMemo<Registry>(
    () => ({
      list,
      on,
      setOn: (next) => {
        localStorage.setItem(storageKey, next ? 'on' : 'off');
        setOn(next);
      },
      add: (shortcuts) => {
        setGroups((before) => [...before, shortcuts]);
        return () => setGroups((before) => before.filter((group) => group !== shortcuts));
      },
    }),
    [list, on],
  );
  return <Context.Provider value={registry}>{children}</Context.Provider>;
}

export function useShortcutRegistry(): Registry {
  const registry = useContext(Context);
  if (!registry) throw new Error('shortcuts need their provider');
  return registry;
}

/** Keys of this component, while it is shown. `run` may change freely; keys and labels should not. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const { add } = useShortcutRegistry();
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const keys = shortcuts.map((one) => one.key + one.label).join();
  const addRef = useRef(add);
  useEffect(
    () =>
      addRef.current(
        latest.current.map((one, index) => ({ ...one, run: () => latest.current[index]?.run() })),
      ),
    [keys],
  );
}

/** How the registry names what was pressed. AltGr types letters, so Alt is never a command. */
function keyOf(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey) return `mod+${event.key.toLowerCase()}`;
  return event.shiftKey && event.key.length > 1 ? `shift+${event.key}` : event.key;
}

/** Only single keys can be switched off: they are the ones that get in the way. */
function isMeant(event: KeyboardEvent, shortcut: Shortcut, singleKeys: boolean): boolean {
  if (event.isComposing || event.altKey) return false;
  if (!singleKeys && !shortcut.key.includes('+')) return false;
  if (shortcut.inInputs) return true;
  const target = event.target as HTMLElement;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !isTickBox(target);
  if (target.isContentEditable || typing) return false;
  const layers = document.querySelectorAll('[aria-modal="true"], [role="menu"], [role="listbox"]');
  return ![...layers].some((layer) => layer.checkVisibility());
}

/** A tick box takes no letters. */
function isTickBox(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && target.type === 'checkbox';
}
