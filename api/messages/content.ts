import type { z } from 'zod';
import { findAttachment } from '../../db/attachment-store';
import type { NewMessage } from '../../db/message-store';
import { attachmentLimits } from '../../domain/mail/attachment-limits';
import { cleanText } from '../../mail/clean-text';
import { composeReply } from '../../mail/compose-reply';
import { assertMayLeave } from '../../mail/sending-domain';
import { plainText } from '../../mail/plain-text';
import { sanitiseHtml } from '../../mail/sanitise-html';
import type { CommandContent } from '../../tickets/submit-command';
import type { ApiDeps } from '../deps';
import { authorOf, type Principal } from '../http/principal';
import { invalidInput } from '../http/validate';
import { mentionsContent } from './mentions';
import { graceSeconds } from './present';
import type { newMessageBody } from './schema';

type Body = z.output<typeof newMessageBody>;
type Asked = { ticket: number; messageId: string; body: Body; principal: Principal };

/** What a reply or note stores with its command: the message, and a reply's mail. */
export async function messageContent(deps: ApiDeps, asked: Asked): Promise<CommandContent> {
  const { ticket, messageId, body, principal } = asked;
  await checkAttachments(deps, messageId, body.attachmentIds ?? []);
  const text = body.text?.trim() ? body.text : plainText(body.html ?? '');
  if (body.kind === 'note') {
    const mentions = body.mentions?.length
      ? await mentionsContent(deps, messageId, body.mentions)
      : {};
    return { message: note({ ...body, text }, asked), ...mentions };
  }
  const { message, delivery } = await composeReply(deps.db, {
    ticket,
    messageId,
    agent: { id: principal.id, name: principal.name, email: principal.email ?? '' },
    text,
    html: body.html,
    cc: body.cc,
    bcc: body.bcc,
    attachmentIds: body.attachmentIds,
    publicUrl: deps.publicUrl,
    log: deps.log,
  });
  await assertMayLeave(deps.db, {
    address: delivery.sender.address,
    mailIsCaught: deps.mail.isCaught,
  });
  const hold = body.sendAfterSeconds ? { holdSeconds: body.sendAfterSeconds + graceSeconds } : {};
  return {
    message: { ...message, author: authorOf(principal) },
    delivery: { ...delivery, ...hold },
  };
}

function note(body: Body & { text: string }, { messageId, principal }: Asked): NewMessage {
  return {
    id: messageId,
    kind: 'note',
    direction: 'internal',
    author: authorOf(principal),
    text: cleanText(body.text).trimEnd(),
    html: body.html ? sanitiseHtml(cleanText(body.html)) || null : null,
    attachmentIds: body.attachmentIds ?? [],
  };
}

/** Each must be uploaded and not yet part of another message. */
async function checkAttachments(
  deps: ApiDeps,
  messageId: string,
  ids: readonly string[],
): Promise<void> {
  const found = await Promise.all(ids.map((id) => findAttachment(deps.db, id)));
  const problems = found.flatMap((attachment, index) => {
    const path = `attachmentIds.${index}`;
    if (!attachment) return [{ path, message: 'there is no such attachment; upload it first' }];
    const free = attachment.messageId === null || attachment.messageId === messageId;
    return free ? [] : [{ path, message: 'this belongs to another message; upload it again' }];
  });
  if (problems.length > 0) throw invalidInput(problems);
  const total = found.reduce((sum, attachment) => sum + attachment!.size, 0);
  if (total <= attachmentLimits.maxTotalBytes) return;
  const megabytes = attachmentLimits.maxTotalBytes / 1024 / 1024;
  const message = `the files are larger than ${megabytes} MB together; send a link instead`;
  throw invalidInput([{ path: 'attachmentIds', message }]);
}
