/** Memory that several take from, in bytes. */
export interface MemoryBudget {
  /** False when that much is not left; nothing is taken then. */
  take(bytes: number): boolean;
  giveBack(bytes: number): void;
}

export function openMemoryBudget(bytes: number): MemoryBudget {
  let left = bytes;
  return {
    take(wanted) {
      if (wanted > left) return false;
      left -= wanted;
      return true;
    },
    giveBack(returned) {
      left += returned;
    },
  };
}
