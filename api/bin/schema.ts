import { z } from 'zod';

export const binSchema = z
  .object({
    days: z.int().meta({ description: 'After so many days in it a ticket is deleted for good.' }),
  })
  .meta({ id: 'Bin' });
