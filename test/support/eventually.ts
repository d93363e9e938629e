/**
 * Waits until `check` answers something true, and answers it. Throws after `withinMs`, with the
 * last error if there was one. For what follows an action without telling the test.
 */
export async function eventually<T>(
  check: () => Promise<T> | T,
  withinMs = 30_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + withinMs;
  let lastError: unknown = new Error(`not within ${withinMs} ms`);
  while (Date.now() < end) {
    try {
      const result = await check();
      if (result) return result;
    } catch (error) {
      lastError = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw lastError;
}
