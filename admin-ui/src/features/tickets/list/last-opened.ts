let number: number | null = null;

/** The ticket that was opened last, until the list has put the focus back on its row. */
export const lastOpened = {
  set(opened: number): void {
    number = opened;
  },
  take(): number | null {
    const taken = number;
    number = null;
    return taken;
  },
};
