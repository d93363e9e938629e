import { lookup as lookUp, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import ipaddr from 'ipaddr.js';
import { ActionError, type HttpAnswer, type HttpPort } from '../plugins/kit/action';

export interface HttpPortOptions {
  /** Whether addresses inside our own network may be called: loopback, private, link-local, … */
  allowPrivateAddresses: boolean;
  timeoutMs: number;
}

/** Read of an answer whose body nobody wants, so that the other side can finish. */
const unwantedMaxBytes = 64 * 1024;

/**
 * Calls other programs over HTTP. The address that a name leads to is checked at the moment of
 * connecting, so that no name can be pointed at our own network after a check. Redirects are not
 * followed; an answer's body is read as far as it is asked for.
 */
export function createHttpPort(options: HttpPortOptions): HttpPort {
  return {
    send: ({ method, url, headers, body, answerMaxBytes }) =>
      new Promise((resolve, reject) => {
        const target = new URL(url);
        const literal = target.hostname.replace(/^\[(.*)\]$/, '$1');
        if (ipaddr.isValid(literal) && !isAllowed(literal, options)) {
          reject(privateAddress());
          return;
        }
        const sendsBody = body !== '' || (method !== 'GET' && method !== 'DELETE');
        const request = (target.protocol === 'https:' ? https : http).request(target, {
          method,
          headers: {
            ...headers,
            ...(sendsBody && { 'content-length': Buffer.byteLength(body) }),
          },
          lookup: checkedLookup(options),
          signal: AbortSignal.timeout(options.timeoutMs),
        });
        const fail = (error: Error): void =>
          reject(error instanceof ActionError ? error : noAnswer(error));
        request.on('response', (response) => {
          readAnswer(response, answerMaxBytes).then(resolve, fail);
        });
        request.on('error', fail);
        request.end(body);
      }),
  };
}

/** An answer that breaks off counts by its status where nobody wants its body. */
async function readAnswer(
  response: http.IncomingMessage,
  maxBytes: number | undefined,
): Promise<HttpAnswer> {
  const status = response.statusCode ?? 0;
  const headers = headersOf(response);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > (maxBytes ?? unwantedMaxBytes)) {
        if (maxBytes === undefined) break;
        throw tooLarge(maxBytes);
      }
      if (maxBytes !== undefined) chunks.push(chunk);
    }
  } catch (error) {
    if (maxBytes !== undefined) throw error;
  }
  return { status, headers, body: decoded(Buffer.concat(chunks), headers['content-type']) };
}

function headersOf({ headers }: http.IncomingMessage): Record<string, string> {
  const given = Object.entries(headers).map(([name, value = '']) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return Object.fromEntries(given) as Record<string, string>;
}

/** By the charset that the answer names (RFC 9110, 8.3.2), else as UTF-8. */
function decoded(bytes: Buffer, contentType = ''): string {
  const [, charset = 'utf-8'] = /;\s*charset="?([\w.:-]+)"?/i.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

type Lookup = NonNullable<http.RequestOptions['lookup']>;

function checkedLookup(options: HttpPortOptions): Lookup {
  return (hostname, lookupOptions, callback) => {
    lookUp(hostname, { ...lookupOptions, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => isAllowed(address, options));
      const [first] = allowed;
      if (!first) return callback(privateAddress(), '', 0);
      if (lookupOptions.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}

function isAllowed(address: string, { allowPrivateAddresses }: HttpPortOptions): boolean {
  return allowPrivateAddresses || ipaddr.process(address).range() === 'unicast';
}

function privateAddress(): ActionError {
  return new ActionError(
    'private-address',
    'The address leads into our own network, where this installation lets no Flow call.',
  );
}

function tooLarge(maxBytes: number): ActionError {
  return new ActionError(
    'answer-too-large',
    `The answer has more than ${Math.floor(maxBytes / 1024)} KB; ask for less of it.`,
  );
}

function noAnswer(error: Error & { code?: string }): ActionError {
  const timedOut = error.name === 'TimeoutError' || error.name === 'AbortError';
  const why = timedOut ? 'the time was up' : (error.code ?? error.message);
  return new ActionError('no-answer', `There was no answer: ${why}.`, true);
}
