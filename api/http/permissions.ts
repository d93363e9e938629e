export const roles = ['admin', 'agent'] as const;

export type Role = (typeof roles)[number];

const everybody: readonly Role[] = roles;
const admins: readonly Role[] = ['admin'];

/** Who may do what. A route names one of these; there is no other list. */
export const permissions = {
  'tickets.read': everybody,
  'tickets.write': everybody,
  'conversations.read': everybody,
  'conversations.write': everybody,
  'views.read': everybody,
  'views.write': everybody,
  'people.read': everybody,
  'people.write': everybody,
  'agents.read': everybody,
  'agents.write': admins,
  'teams.read': everybody,
  'teams.write': admins,
  'custom-fields.read': everybody,
  'custom-fields.write': admins,
  'api-keys.manage': admins,
  'mailboxes.read': everybody,
  'mailboxes.write': admins,
  'inbound-mail.read': everybody,
  'inbound-mail.write': everybody,
  'outbox.read': everybody,
  'outbox.write': everybody,
  'flows.read': everybody,
  'flows.write': admins,
  'reports.read': everybody,
  'stream.read': everybody,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** `public`: anybody. `signed-in`: every principal, whatever its role. */
export type Access = Permission | 'public' | 'signed-in';
