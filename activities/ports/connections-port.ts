import { callConnection } from '../../automation/call-connection';
import { findConnectionNamed } from '../../db/connection-store';
import type { Database } from '../../db/database';
import type { SecretBox } from '../../db/secret-box';
import { ActionError, type ConnectionsPort, type HttpPort } from '../../plugins/kit/action';

/** Requests signed in by a connection; its secret stays on this side. */
export function connectionsPort(deps: {
  db: Database;
  http: HttpPort;
  secrets: SecretBox;
}): ConnectionsPort {
  return {
    async send(name, request) {
      const connection = await findConnectionNamed(deps.db, name);
      if (connection) return callConnection(deps, connection, request);
      throw new ActionError(
        'connection-not-found',
        `There is no connection ${name}; an admin adds it (Settings → Connections).`,
      );
    },
  };
}
