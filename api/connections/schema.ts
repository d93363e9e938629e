import { z } from 'zod';
import {
  connectionKinds,
  headerName as headerForm,
  ownHeaders,
} from '../../domain/connection/connection';
import { lineField, pageOf, time } from '../http/fields';

const facts = {
  name: z.string().meta({ description: 'Names it in Flows; never changes.', example: 'shop' }),
  title: z.string(),
  baseUrl: z.string().meta({ description: 'Requests go to this address and below it only.' }),
  kind: z.enum(connectionKinds).meta({
    description:
      'How it signs in: not at all, `Authorization: Bearer`, name and password, or a header of its own.',
  }),
  userName: z.string().nullable().meta({ description: 'Of `basic`.' }),
  headerName: z.string().nullable().meta({ description: 'Of `header`.' }),
};

export const connectionSchema = z
  .object({
    id: z.string(),
    ...facts,
    secretSetAt: time.nullable().meta({
      description: 'Since when it has this secret, which is never answered; null without one.',
    }),
    createdAt: time,
  })
  .meta({ id: 'Connection' });

export const connectionPage = pageOf(connectionSchema);

const title = lineField(100);

const name = z
  .string()
  .trim()
  .max(60, 'this has more than 60 characters')
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'write small letters, digits and hyphens, such as shop-api',
  );

const baseUrl = lineField(1_000)
  .refine((text) => {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
    const { username, password, search, hash } = new URL(text);
    return username === '' && password === '' && search === '' && hash === '';
  }, 'write an address that begins with https:// or http://, without name, password, ? and #')
  .transform((text) => new URL(text).href);

function secretOf(form: RegExp, sentence: string) {
  return z
    .string()
    .trim()
    .min(1, 'this must not be empty')
    .max(4_000, 'this has more than 4000 characters')
    .regex(form, sentence);
}

const password = secretOf(/^\P{Cc}*$/u, 'this must be one line');
const secret = secretOf(/^[\x20-\x7e]*$/, 'a header takes one line of plain ASCII only');

const userName = lineField(200).regex(/^[^:]*$/, 'a user name has no colon');

const headerName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(headerForm, 'this is no name of a header')
  .refine((given) => !ownHeaders.includes(given), 'this header is set by itself; name another');

const common = { title, baseUrl };

export const newConnectionBody = z.discriminatedUnion('kind', [
  z.strictObject({ name, ...common, kind: z.literal('none') }),
  z.strictObject({ name, ...common, kind: z.literal('bearer'), secret }),
  z.strictObject({ name, ...common, kind: z.literal('basic'), userName, secret: password }),
  z.strictObject({ name, ...common, kind: z.literal('header'), headerName, secret }),
]);

/** The whole but the name, which stays; a secret that is left out stays as well. */
export const connectionBody = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('none') }),
  z.strictObject({ ...common, kind: z.literal('bearer'), secret: secret.optional() }),
  z.strictObject({ ...common, kind: z.literal('basic'), userName, secret: password.optional() }),
  z.strictObject({
    ...common,
    kind: z.literal('header'),
    headerName,
    secret: secret.optional(),
  }),
]);

export const connectionTestSchema = z
  .object({
    status: z.int().nullable().meta({ description: 'What a GET of the base address answered.' }),
    problem: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why there was no answer.' }),
  })
  .meta({ id: 'ConnectionTest' });
