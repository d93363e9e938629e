import { lookup as lookUp, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import ipaddr from 'ipaddr.js';
import { ActionError, type HttpPort } from '../plugins/kit/action';

export interface HttpPortOptions {
  /** Whether addresses inside our own network may be called: loopback, private, link-local, … */
  allowPrivateAddresses: boolean;
  timeoutMs: number;
}

const answerMaxBytes = 64 * 1024;

/**
 * Calls other programs over HTTP. The address that a name leads to is checked at the moment of
 * connecting, so that no name can be pointed at our own network after a check. Redirects are not
 * followed; of an answer only the status counts.
 */
export function createHttpPort(options: HttpPortOptions): HttpPort {
  return {
    send: ({ method, url, headers, body }) =>
      new Promise((resolve, reject) => {
        const target = new URL(url);
        const literal = target.hostname.replace(/^\[(.*)\]$/, '$1');
        if (ipaddr.isValid(literal) && !isAllowed(literal, options)) {
          reject(privateAddress());
          return;
        }
        const request = (target.protocol === 'https:' ? https : http).request(target, {
          method,
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          lookup: checkedLookup(options),
          signal: AbortSignal.timeout(options.timeoutMs),
        });
        request.on('response', (response) => {
          let bytes = 0;
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes > answerMaxBytes) response.destroy();
          });
          response.on('error', () => undefined);
          response.on('close', () => resolve({ status: response.statusCode ?? 0 }));
        });
        request.on('error', (error) => {
          if (error instanceof ActionError) reject(error);
          else reject(new ActionError('no-answer', `There was no answer: ${whyOf(error)}.`, true));
        });
        request.end(body);
      }),
  };
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

function whyOf(error: Error & { code?: string }): string {
  return error.name === 'TimeoutError' || error.name === 'AbortError'
    ? 'the time was up'
    : (error.code ?? error.message);
}
