import type { z } from 'zod';
import type { Connection } from '../../db/connection-store';
import type { connectionSchema } from './schema';

export function presentConnection(connection: Connection): z.output<typeof connectionSchema> {
  const { id, name, title, baseUrl, kind, userName, headerName, secretSetAt, createdAt } =
    connection;
  return {
    ...{ id, name, title, baseUrl, kind, userName, headerName },
    secretSetAt: secretSetAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
