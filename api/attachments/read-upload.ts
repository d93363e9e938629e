import type { Request } from 'express';
import busboy from 'busboy';
import { DomainError } from '../../domain/domain-error';
import { attachmentLimits } from '../../domain/mail/attachment-limits';
import { cleanLine } from '../../mail/clean-text';
import { invalidInput } from '../http/validate';

export interface Upload {
  name: string;
  contentType: string;
  content: Buffer;
}

export const maxUploadBytes = attachmentLimits.maxFileBytes;

/**
 * The one file of a `multipart/form-data` body (RFC 7578), whatever its field is called. Refuses
 * none, several, one that is too large, and a body that is not what it says.
 */
export async function readUpload(req: Request): Promise<Upload> {
  const uploads = await readFiles(req);
  const [upload] = uploads;
  if (!upload || uploads.length > 1) {
    const message = `send exactly one file; there ${uploads.length === 0 ? 'is none' : 'are several'}`;
    throw invalidInput([{ path: '', message }]);
  }
  return upload;
}

function readFiles(req: Request): Promise<Upload[]> {
  return new Promise((resolve, reject) => {
    const malformed = (): void =>
      reject(
        new DomainError('malformed-request', 'The body is not well-formed multipart/form-data.'),
      );
    let parser: ReturnType<typeof busboy>;
    try {
      parser = busboy({
        headers: req.headers,
        defParamCharset: 'utf8',
        limits: { files: 2, fields: 0, parts: 10, fileSize: maxUploadBytes },
      });
    } catch {
      malformed();
      return;
    }
    const uploads: Upload[] = [];
    parser.on('file', (_field, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => {
        req.unpipe(parser);
        req.resume();
        reject(new DomainError('too-large', 'The file is larger than 25 MB.'));
      });
      stream.on('end', () => {
        const name = cleanLine((filename ?? '').split(/[\\/]/).at(-1)!, 200) || 'file';
        const contentType = cleanLine(mimeType, 100).toLowerCase() || 'application/octet-stream';
        uploads.push({ name, contentType, content: Buffer.concat(chunks) });
      });
    });
    parser.on('error', malformed);
    parser.on('close', () => resolve(uploads));
    req.on('aborted', malformed);
    req.pipe(parser);
  });
}
