import {
  IconBell,
  IconBolt,
  IconCalendarTime,
  IconForms,
  IconMailbox,
  IconPlugConnected,
  IconTemplate,
  IconUser,
  IconUserCancel,
  IconUsers,
  IconUsersGroup,
  IconWorldCheck,
  type Icon,
} from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';
import type { Me } from '../../api/types';

type Load = () => Promise<{ Component: React.ComponentType }>;

interface SettingsSection {
  /** Under /settings/. */
  path: string;
  label: ParseKeys;
  icon: Icon;
  /** Who finds it in the list; everybody when left out. The server checks each change anyway. */
  needs?: Me['permissions'][number];
  load: Load;
  /** The page of one of them, whose id follows. */
  loadOne?: Load;
}

/** Every page of the settings, in order. A new one is a line here and its words. */
export const settingsSections: readonly SettingsSection[] = [
  {
    path: 'teams',
    label: 'settings.teams',
    icon: IconUsersGroup,
    load: async () => ({ Component: (await import('../teams/teams-page')).TeamsPage }),
  },
  {
    path: 'agents',
    label: 'settings.agents',
    icon: IconUsers,
    load: async () => ({ Component: (await import('../agents/agents-page')).AgentsPage }),
  },
  {
    path: 'macros',
    label: 'macros.title',
    icon: IconBolt,
    load: async () => ({ Component: (await import('../macros/macros-page')).MacrosPage }),
  },
  {
    path: 'custom-fields',
    label: 'settings.customFields',
    icon: IconForms,
    load: async () => ({
      Component: (await import('../custom-fields/custom-fields-page')).CustomFieldsPage,
    }),
  },
  {
    path: 'calendars',
    label: 'calendars.title',
    icon: IconCalendarTime,
    load: async () => ({
      Component: (await import('../calendars/calendars-page')).CalendarsPage,
    }),
    loadOne: async () => ({
      Component: (await import('../calendars/calendar-page')).CalendarPage,
    }),
  },
  {
    path: 'mailboxes',
    label: 'mailboxes.title',
    icon: IconMailbox,
    load: async () => ({
      Component: (await import('../mailboxes/mailboxes-page')).MailboxesPage,
    }),
    loadOne: async () => ({
      Component: (await import('../mailboxes/mailbox-page')).MailboxPage,
    }),
  },
  {
    path: 'mail-templates',
    label: 'mailTemplates.title',
    icon: IconTemplate,
    needs: 'mail-templates.manage',
    load: async () => ({
      Component: (await import('../mail-templates/mail-templates-page')).MailTemplatesPage,
    }),
    loadOne: async () => ({
      Component: (await import('../mail-templates/mail-template-page')).MailTemplatePage,
    }),
  },
  {
    path: 'domains',
    label: 'domains.title',
    icon: IconWorldCheck,
    load: async () => ({ Component: (await import('../domains/domains-page')).DomainsPage }),
  },
  {
    path: 'blocked-senders',
    label: 'blocked.title',
    icon: IconUserCancel,
    load: async () => ({
      Component: (await import('../blocked-senders/blocked-senders-page')).BlockedSendersPage,
    }),
  },
  {
    path: 'connections',
    label: 'connections.title',
    icon: IconPlugConnected,
    needs: 'connections.manage',
    load: async () => ({
      Component: (await import('../connections/connections-page')).ConnectionsPage,
    }),
  },
  {
    path: 'notifications',
    label: 'notifications.title',
    icon: IconBell,
    load: async () => ({
      Component: (await import('../notifications/notification-settings-page'))
        .NotificationSettingsPage,
    }),
  },
  {
    path: 'account',
    label: 'settings.account',
    icon: IconUser,
    load: async () => ({ Component: (await import('../account/account-page')).AccountPage }),
  },
];
