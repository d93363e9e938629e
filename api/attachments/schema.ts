import { z } from 'zod';

export const attachmentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    size: z.number().int().meta({ description: 'In bytes.' }),
    contentType: z.string(),
  })
  .meta({ id: 'UploadedAttachment' });
