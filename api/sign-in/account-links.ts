import {
  addAccountLink,
  countAccountLinks,
  type AccountLinkKind,
} from '../../db/account-link-store';
import { findCredentials, type Agent } from '../../db/agent-store';
import { inTransaction, type Transaction } from '../../db/database';
import { mailTexts } from '../../domain/mail/messages';
import { queueMail } from '../../mail/queue-mail';
import { writeFromTemplate } from '../../mail/write-from-template';
import type { ApiDeps } from '../deps';
import type { AnyCall } from '../http/define-route';
import { hashToken, newToken } from './tokens';

const invitationDays = 7;
const resetHours = 1;
/** More than these at a time would only fill somebody's mailbox. */
const mostResets = 3;

/** Mails a one-time link by which an agent comes in for the first time. */
export async function sendInvitation(
  { deps, principal }: AnyCall,
  agent: Agent,
  transaction: Transaction,
): Promise<void> {
  const hours = 24 * invitationDays;
  await sendLink(deps, agent, { kind: 'invitation', hours }, transaction, (link) =>
    writeFromTemplate(
      deps.db,
      'invitation',
      { 'agent.name': agent.name, by: principal.name, link, days: invitationDays },
      { log: deps.log, transaction },
    ),
  );
}

/** Mails a one-time link for a new password, if an active agent has this address. */
export async function sendPasswordReset(deps: ApiDeps, email: string): Promise<void> {
  const agent = (await findCredentials(deps.db, email))?.agent;
  if (!agent?.active) return;
  await inTransaction(deps.db, async (transaction) => {
    const asked = { kind: 'password-reset', agentId: agent.id } as const;
    if ((await countAccountLinks(deps.db, asked, transaction)) >= mostResets) return;
    const link = { kind: asked.kind, hours: resetHours };
    await sendLink(deps, agent, link, transaction, (address) =>
      writeFromTemplate(
        deps.db,
        'password-reset',
        { 'agent.name': agent.name, link: address, validFor: mailTexts.hours(resetHours) },
        { log: deps.log, transaction },
      ),
    );
  });
}

/** The token is in the mail and nowhere else; what is stored is its hash. */
async function sendLink(
  { db, publicUrl }: ApiDeps,
  agent: Agent,
  { kind, hours }: { kind: AccountLinkKind; hours: number },
  transaction: Transaction,
  write: (link: string) => Promise<{ subject: string; text: string }>,
): Promise<void> {
  const token = newToken();
  const tokenHash = hashToken(token);
  await addAccountLink(db, { kind, agentId: agent.id, tokenHash, hours }, transaction);
  const page = kind === 'invitation' ? 'invite' : 'reset-password';
  const mail = {
    key: `account-link/${tokenHash.toString('hex')}`,
    to: agent.email,
    kind: 'notification',
    secret: true,
    ...(await write(`${publicUrl}/${page}/${token}`)),
  } as const;
  await queueMail(db, mail, transaction);
}
