import { z } from 'zod';
import { headerName, ownHeaders, secretHeaders } from '../../domain/connection/connection';
import {
  ActionError,
  defineAction,
  externalRetry,
  type ActionContext,
  type HttpAnswer,
  type HttpRequest,
} from '../kit/action';
import { connectionReference, jsonTemplate } from '../kit/inputs';
import { readJson, storable } from './json-answer';
import { refusedBy } from './outside';

const answerMaxBytes = 256 * 1024;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Only what follows the host may come from a template, so that no ticket chooses who is called. */
const absolute = /^https?:\/\/[^\s/?#@\\{}]+([/?#]|$)/;
const begins = /^([a-z][a-z\d+.-]*:|\/\/)/i;

const headers = z
  .record(
    z.string().regex(headerName, 'this is no name of a header'),
    z.string().max(2_000, 'a header has at most 2000 characters'),
  )
  .superRefine((given, context) => {
    for (const name of Object.keys(given)) {
      const isSecret = secretHeaders.includes(name.toLowerCase());
      if (!isSecret && !ownHeaders.includes(name.toLowerCase())) continue;
      const message = isSecret
        ? 'a document holds no secrets; make a connection and name it here'
        : 'this header is set by itself; leave it out';
      context.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .meta({ title: 'Headers', template: 'json' });

const input = z
  .strictObject({
    method: z.enum(methods).meta({ title: 'Method' }),
    connection: connectionReference('Connection').optional(),
    url: z.string().max(2_000).meta({
      title: 'Address',
      description: 'With a connection: a path below its base address.',
      template: 'text',
    }),
    query: z
      .record(z.string().min(1).max(200), z.union([z.string().max(2_000), z.number(), z.boolean()]))
      .meta({ title: 'Query', template: 'json' })
      .optional(),
    headers: headers.optional(),
    body: jsonTemplate('Body').optional(),
    expect: z
      .array(z.int().min(100).max(599))
      .min(1)
      .max(20)
      .meta({ title: 'Statuses that are right', description: '200 to 299 when left out.' })
      .optional(),
  })
  .superRefine(({ method, connection, url, body }, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (begins.test(url) ? !absolute.test(url) : connection === undefined) {
      refuse(
        'url',
        connection === undefined
          ? 'write an address that begins with https:// or http:// and its host, or name a connection'
          : 'write a path below the address of the connection, or an address with its host',
      );
    }
    if (method === 'GET' && body !== undefined) {
      refuse('body', 'GET has no body; use query, or another method');
    }
  });

type Input = z.output<typeof input>;

/** Calls an API. The answer may hold anything, so it is kept in the run's record only. */
export const httpRequest = defineAction({
  id: 'core.http-request',
  version: 1,
  title: 'Make an HTTP request',
  description:
    'Calls another program, signed in by a connection, and answers its status and body to later steps.',
  input,
  output: z.strictObject({
    status: z.int(),
    body: z.json(),
    headers: z.record(z.string(), z.string()),
  }),
  outputKept: 'beside',
  effect: 'external',
  retry: externalRetry,
  timeoutMs: 30_000,
  preview: ({ method, url, connection }) =>
    connection === undefined
      ? `${method} ${url}.`
      : `${method} ${url || 'the base address'} of the connection ${connection}.`,
  async run(ctx, given) {
    const answer = await send(ctx, given);
    const { status } = answer;
    if (given.expect ? given.expect.includes(status) : status >= 200 && status < 300) {
      return { status, body: bodyOf(answer), headers: shownHeaders(answer) };
    }
    const wanted = given.expect ? ` instead of ${given.expect.join(' or ')}` : '';
    throw refusedBy(
      answer,
      { away: 'http-unavailable', refused: 'http-refused' },
      `The other program answered ${status}${wanted}.`,
    );
  },
});

async function send(ctx: ActionContext, given: Input): Promise<HttpAnswer> {
  const { method, connection, url, query = {}, body } = given;
  const request: HttpRequest = {
    method,
    url: withQuery(url, query),
    headers: {
      accept: 'application/json, text/*;q=0.9, */*;q=0.5',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...lowerCase(given.headers ?? {}),
      ...(method !== 'GET' && { 'idempotency-key': ctx.idempotencyKey }),
    },
    body: body === undefined ? '' : JSON.stringify(body),
    answerMaxBytes,
  };
  return connection === undefined
    ? ctx.http.send(request)
    : ctx.connections.send(connection, request);
}

function withQuery(url: string, query: NonNullable<Input['query']>): string {
  const added = Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  if (added === '') return url;
  const [address = ''] = url.split('#');
  return `${address}${address.includes('?') ? '&' : '?'}${added}`;
}

function lowerCase(given: Record<string, string>): Record<string, string> {
  const lines = Object.entries(given).map(([name, value]) => {
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      const sentence = `The header ${name} may hold one line of plain ASCII only; put the text into the body or the query.`;
      throw new ActionError('header-not-valid', sentence);
    }
    return [name.toLowerCase(), value];
  });
  return Object.fromEntries(lines) as Record<string, string>;
}

function bodyOf({ headers: { 'content-type': type = '' }, body }: HttpAnswer) {
  if (body === '') return null;
  const json = /[/+]json\b/i.test(type) ? readJson(body) : undefined;
  return storable(json === undefined ? body : json);
}

function shownHeaders({ headers: all }: HttpAnswer): Record<string, string> {
  const shown = Object.entries(all).filter(([name]) => name !== 'set-cookie');
  return storable(Object.fromEntries(shown)) as Record<string, string>;
}
