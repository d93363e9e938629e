import type { z } from 'zod';
import {
  createDomain,
  deleteDomain,
  findDomain,
  limitDomain,
  listDomains,
  type Domain,
} from '../../db/domain-store';
import { alreadyExists } from '../../db/unique';
import { DomainError } from '../../domain/domain-error';
import { extendedSpf, maySend, neededToSend } from '../../domain/mail/domain-records';
import { checkDomain, recordsFor } from '../../mail/check-domain';
import { newDomain } from '../../mail/new-domain';
import type { ApiDeps } from '../deps';
import { defineRoute } from '../http/define-route';
import { defaultLimit, idParams } from '../http/fields';
import { created, noContent, ok } from '../http/reply';
import {
  domainChangeBody,
  domainListQuery,
  domainPage,
  domainSchema,
  newDomainBody,
} from './schema';

/** The domains that mail is sent from, with the DNS records that they need. */
export const domainRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/domains',
    summary: 'The domains that mail is sent from, by name',
    access: 'domains.read',
    query: domainListQuery,
    responses: { 200: domainPage },
    async handler({ deps, query }) {
      const all = (await listDomains(deps.db)).slice(0, query.limit ?? defaultLimit);
      return ok({
        items: await Promise.all(all.map((one) => present(deps, one))),
        nextCursor: null,
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/domains',
    summary: 'Add a domain; the answer names the DNS records that it needs',
    access: 'domains.write',
    body: newDomainBody,
    responses: { 201: domainSchema },
    async handler({ deps, body }) {
      const domain = await createDomain(deps.db, await newDomain(body.name, deps.secrets));
      if (!domain) throw alreadyExists('name', `${body.name} is there already.`);
      return created(await present(deps, domain), { Location: `/api/v1/domains/${domain.id}` });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/domains/:id',
    summary: 'One domain',
    access: 'domains.read',
    params: idParams,
    responses: { 200: domainSchema },
    async handler({ deps, params }) {
      return ok(await present(deps, found(await findDomain(deps.db, params.id), params.id)));
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/domains/:id',
    summary: 'Set how many mails may leave in a minute',
    access: 'domains.write',
    params: idParams,
    body: domainChangeBody,
    responses: { 200: domainSchema },
    async handler({ deps, params, body }) {
      const domain = await limitDomain(deps.db, params.id, body.perMinute);
      return ok(await present(deps, found(domain, params.id)));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/domains/:id/check',
    summary: 'Ask the DNS for its records now',
    access: 'domains.write',
    params: idParams,
    responses: { 200: domainSchema },
    async handler({ deps, params }) {
      const domain = found(await findDomain(deps.db, params.id), params.id);
      const { db, resolveDns } = deps;
      const checked = await checkDomain({ db, resolveDns, smtpUrl: deps.mail.smtpUrl }, domain);
      return ok(await present(deps, found(checked, params.id)));
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/domains/:id',
    summary: 'Remove a domain with its key; its mail is no longer sent',
    access: 'domains.write',
    params: idParams,
    responses: { 204: null },
    async handler({ deps, params }) {
      if (!(await deleteDomain(deps.db, params.id))) found(null, params.id);
      return noContent();
    },
  }),
];

async function present(
  { db, mail }: ApiDeps,
  domain: Domain,
): Promise<z.output<typeof domainSchema>> {
  const { id, name, perMinute, checks } = domain;
  const records = await recordsFor({ db, smtpUrl: mail.smtpUrl }, domain);
  return {
    id,
    name,
    state: stateOf(domain),
    records: records.map((record) => {
      const check = checks?.find(({ purpose }) => purpose === record.purpose);
      const isToChange = record.purpose === 'spf' && check?.state === 'different';
      return {
        ...record,
        needed: neededToSend.includes(record.purpose),
        state: check?.state ?? null,
        found: check?.found ?? [],
        change: isToChange ? extendedSpf(check.found, record.value) : null,
      };
    }),
    perMinute,
    checkedAt: domain.checkedAt?.toISOString() ?? null,
    verifiedAt: domain.verifiedAt?.toISOString() ?? null,
    failingSince: domain.failingSince?.toISOString() ?? null,
  };
}

function stateOf(domain: Domain): z.output<typeof domainSchema>['state'] {
  if (domain.verifiedAt === null) return 'unverified';
  if (domain.failingSince === null) return 'verified';
  return maySend(domain, new Date()) ? 'failing' : 'stopped';
}

function found(domain: Domain | null, id: string): Domain {
  if (!domain) throw new DomainError('not-found', `There is no domain ${id}.`);
  return domain;
}
