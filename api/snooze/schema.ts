import { z } from 'zod';

export const snoozeBody = z
  .strictObject({
    until: z.iso
      .datetime({ offset: true, error: 'this must be a moment such as 2026-11-24T09:00:00Z' })
      .meta({ description: 'At most a year ahead.' }),
  })
  .meta({ id: 'Snooze' });
