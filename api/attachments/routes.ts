import { findAttachment, storeAttachment } from '../../db/attachment-store';
import { readFile } from '../../db/file-store';
import { DomainError } from '../../domain/domain-error';
import { stableUuid } from '../../tickets/stable-uuid';
import { defineRoute } from '../http/define-route';
import { idParams } from '../http/fields';
import { commandIdOf } from '../http/idempotency';
import { callerOf } from '../http/principal';
import { created } from '../http/reply';
import { readUpload } from './read-upload';
import { attachmentSchema } from './schema';

/** Shown by the browser itself; everything else is saved, since a file may be a page with scripts. */
const shownInline = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export const attachmentRoutes = [
  defineRoute({
    method: 'post',
    path: '/api/v1/attachments',
    summary: 'Upload one file, to be named in a message’s `attachmentIds`',
    access: 'tickets.write',
    streamed: { contentTypes: ['multipart/form-data'] },
    responses: { 201: attachmentSchema },
    async handler(call) {
      const { req, deps, principal } = call;
      const upload = await readUpload(req);
      const { id, name, size, contentType } = await storeAttachment(deps.db, {
        ...upload,
        id: stableUuid(`attachment/${commandIdOf(call)}`),
        uploadedBy: callerOf(principal),
      });
      const location = `/api/v1/attachments/${id}`;
      return created({ id, name, size, contentType }, { Location: location });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/attachments/:id',
    summary: 'The file itself',
    access: 'tickets.read',
    params: idParams,
    responses: { 200: { contentType: 'application/octet-stream', description: 'The bytes' } },
    async handler({ deps, params }) {
      const attachment = await findAttachment(deps.db, params.id);
      const content = attachment && (await readFile(deps.db, attachment.fileId));
      if (!content) throw new DomainError('not-found', `There is no attachment ${params.id}.`);
      const isShown = shownInline.has(attachment.contentType);
      return {
        status: 200,
        contentType: isShown ? attachment.contentType : 'application/octet-stream',
        body: content,
        headers: {
          'Content-Disposition': disposition(isShown ? 'inline' : 'attachment', attachment.name),
          'Content-Length': String(content.length),
          'X-Content-Type-Options': 'nosniff',
          'Content-Security-Policy': "default-src 'none'; sandbox",
          'Cache-Control': 'private, max-age=31536000, immutable',
        },
      };
    },
  }),
];

/** RFC 6266: a plain name for all, the real one in UTF-8. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const real = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${real}`;
}
