import createClient from 'openapi-fetch';
import type { paths } from './schema';
import { noteServerTime } from './server-clock';

/** The one client, typed by the API's own document. Same origin, so the session's cookie goes along. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  // An EventSource and many queries share the browser's few connections; nothing may hang for ever.
  fetch: async (request: Request) => {
    const response = await fetch(request, { signal: AbortSignal.timeout(20_000) });
    noteServerTime(response.headers.get('date'));
    return response;
  },
});

/** A key that makes a repeated POST or PATCH the same one. Works without a secure context too. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
