import { hash, verify } from '@node-rs/argon2';

/** OWASP's Argon2id figures: 19 MiB, two passes, one lane (Password Storage Cheat Sheet). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const atOnce = 4;

/** The hash to store (Argon2id, with its salt and figures). */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost));
}

/**
 * True when the password is the hash's. Without a hash it takes as long and says no, so that
 * nobody can tell by the time whether an address is known.
 */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password');
  const against = stored ?? (await dummy);
  const fits = await inTurn(() => verify(against, password));
  return fits && stored !== null;
}

let dummy: Promise<string> | undefined;

/** Hashing takes memory and a thread each: a burst of sign-ins waits instead of taking them all. */
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
