import { roles, type Role } from '../../domain/agent/role';

export { roles, type Role };

const everybody: readonly Role[] = roles;
/** Who works the desk: a read-only agent changes nothing but what is their own. */
const desk: readonly Role[] = ['admin', 'agent'];
const admins: readonly Role[] = ['admin'];

/** Who may do what. A route names one of these; there is no other list. */
export const permissions = {
  'tickets.read': everybody,
  'tickets.write': desk,
  // For good; into the bin is a change like others.
  'tickets.delete': admins,
  'conversations.read': everybody,
  'conversations.write': desk,
  'views.read': everybody,
  'views.write': everybody,
  // Making one that all see, and changing what another made for all.
  'views.share': desk,
  'views.manage': admins,
  'macros.read': everybody,
  'macros.write': desk,
  // What is not private, whoever made it.
  'macros.manage': admins,
  'people.read': everybody,
  'people.write': desk,
  'agents.read': everybody,
  'agents.write': admins,
  'teams.read': everybody,
  'teams.write': admins,
  'custom-fields.read': everybody,
  'custom-fields.write': admins,
  'calendars.read': everybody,
  'calendars.write': admins,
  'api-keys.manage': admins,
  'mailboxes.read': everybody,
  'mailboxes.write': admins,
  'mail-templates.manage': admins,
  'domains.read': everybody,
  'domains.write': admins,
  // Their addresses are secrets.
  'mail-services.manage': admins,
  'inbound-mail.read': everybody,
  'inbound-mail.write': desk,
  'outgoing-mail.read': everybody,
  'blocked-senders.read': everybody,
  'blocked-senders.write': desk,
  // Whole domains.
  'blocked-senders.manage': admins,
  'outbox.read': desk,
  'outbox.write': desk,
  'flows.read': everybody,
  'flows.write': admins,
  // Seeing what others are asked; who is asked sees and answers it, whatever their role.
  'approvals.manage': admins,
  'connections.manage': admins,
  'reports.read': everybody,
  'stream.read': everybody,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as [Permission, ...Permission[]];

export function may({ role }: { role: Role }, permission: Permission): boolean {
  return permissions[permission].includes(role);
}

/** What a role may do; the UI shows and hides by this. */
export function permissionsOf(role: Role): Permission[] {
  return permissionNames.filter((permission) => may({ role }, permission));
}

/** `public`: anybody. `signed-in`: every principal, whatever its role. */
export type Access = Permission | 'public' | 'signed-in';
