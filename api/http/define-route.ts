import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import { DomainError } from '../../domain/domain-error';
import type { ApiDeps } from '../deps';
import { authenticate } from './authenticate';
import { authorize } from './authorize';
import type { Access } from './permissions';
import type { Principal } from './principal';
import { sendReply, type Reply } from './reply';
import { parseInput } from './validate';

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

/** What a status is answered with: JSON of a schema, nothing (null), or another kind of content. */
export type ResponseSpec = z.ZodType | null | { contentType: string; description: string };

type NoFields = z.ZodObject<Record<never, z.ZodType>, z.core.$strict>;

export interface Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A> {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** The bytes of the body, on routes with `raw`. */
  rawBody: Buffer;
  principal: A extends 'public' ? Principal | null : Principal;
  req: Request;
  /** Only for what answers by itself (`answersItself`). */
  res: Response;
  deps: ApiDeps;
}

/** What helpers need to know of a request, whatever its route. */
export type AnyCall = Pick<
  Call<z.ZodType, z.ZodType, z.ZodType, 'signed-in'>,
  'principal' | 'req' | 'deps' | 'body' | 'rawBody'
>;

export interface RouteSpec<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends Access,
> {
  method: Method;
  /** With Express's `:name` for parameters. */
  path: `/${string}`;
  summary: string;
  description?: string;
  access: A;
  params?: P;
  /** `z.strictObject`; every parameter arrives as text (or a list of texts when repeated). */
  query?: Q;
  /** The JSON body, made of `z.strictObject`s: unknown fields are refused by name. */
  body?: B;
  /** Instead of `body`: these content types, as bytes in `rawBody`. */
  raw?: { contentTypes: readonly string[]; maxBytes: number };
  /** Instead of `body`: these content types, read from `req` by the handler. */
  streamed?: { contentTypes: readonly string[] };
  /** Largest JSON body, in bytes; 2 MiB when left out. */
  maxBytes?: number;
  /** Further request headers for the document; Idempotency-Key is there on every change. */
  headers?: z.ZodObject;
  responses: Record<number, ResponseSpec>;
  /** The handler writes to `res` on its own and may take as long as it wants: event streams. */
  answersItself?: boolean;
  handler(call: Call<P, Q, B, A>): Promise<Reply | void>;
}

/** A route as the application mounts it and the OpenAPI document describes it. */
export interface Route extends Omit<
  RouteSpec<z.ZodObject, z.ZodObject, z.ZodType, Access>,
  'handler'
> {
  handle(req: Request, res: Response, deps: ApiDeps): Promise<void>;
}

/**
 * The one way to add a route: validates, authorises, acts and presents in that order, and
 * describes itself to the OpenAPI document. Refusals are thrown as `DomainError`s; problem.ts
 * knows their statuses.
 */
export function defineRoute<
  P extends z.ZodObject = NoFields,
  Q extends z.ZodObject = NoFields,
  B extends z.ZodType = z.ZodUndefined,
  const A extends Access = Access,
>(spec: RouteSpec<P, Q, B, A>): Route {
  const { handler, ...described } = spec;
  const readBody = bodyReader(described);
  return {
    ...(described as unknown as Omit<Route, 'handle'>),
    async handle(req, res, deps) {
      const principal = spec.access === 'public' ? null : await authenticate(req, deps);
      authorize(spec.access, principal);
      const params = parsePath(spec.params, req);
      const query = parseInput(spec.query ?? noFields, req.query);
      await readBody(req, res);
      const call = {
        params,
        query,
        body: spec.body ? parseInput(spec.body, req.body) : undefined,
        rawBody: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
        principal,
        req,
        res,
        deps,
      } as Call<P, Q, B, A>;
      const reply = await handler(call);
      if (reply) sendReply(res, reply);
    },
  };
}

const noFields = z.strictObject({});

/** A path that cannot name anything is not found; the problems say which part is wrong. */
function parsePath(schema: z.ZodObject | undefined, req: Request): Record<string, unknown> {
  if (!schema) return {};
  try {
    return parseInput(schema, req.params);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('not-found', `There is nothing at ${req.path}.`, error.problems);
  }
}

type BodySpec = Pick<
  RouteSpec<z.ZodObject, z.ZodObject, z.ZodType, Access>,
  'body' | 'raw' | 'streamed' | 'maxBytes'
>;

function bodyReader(spec: BodySpec): (req: Request, res: Response) => Promise<void> {
  const types = spec.raw?.contentTypes ?? spec.streamed?.contentTypes;
  const accepted = types ?? (spec.body ? ['application/json'] : []);
  if (accepted.length === 0) return async () => undefined;

  const limit = spec.raw?.maxBytes ?? spec.maxBytes ?? 2 * 1024 * 1024;
  const parser = spec.raw
    ? express.raw({ limit, type: () => true })
    : express.json({ limit, type: () => true, strict: false });
  return async (req, res) => {
    if (spec.body && !hasBody(req)) return;
    if (!req.is([...accepted])) {
      throw new DomainError(
        'content-type-not-supported',
        `Send the body as ${accepted.join(' or ')}, named in Content-Type.`,
      );
    }
    if (spec.streamed) return;
    await new Promise<void>((resolve, reject) => {
      parser(req, res, (error?: unknown) => (error ? reject(error as Error) : resolve()));
    });
  };
}

/** RFC 9112, 6.3: a request has a body when one of these headers says so. */
function hasBody(req: Request): boolean {
  const { 'transfer-encoding': encoding, 'content-length': length } = req.headers;
  return encoding !== undefined || (length !== undefined && length !== '0');
}
