import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { RequireSession } from './features/session/require-session';
import { TicketListPage } from './features/tickets/list/ticket-list-page';
import { loadLaterWords, useLanguage } from './i18n';
import { createQueryClient } from './query-client';
import { BrokenPage } from './shell/broken-page';
import { NotFoundPage } from './shell/not-found-page';
import { RowsSkeleton } from './common/states';
import { Shell } from './shell/shell';
import { cssVariables, theme } from './theme';

const queryClient = createQueryClient();
const colourScheme = localStorageColorSchemeManager({ key: 'mantine-color-scheme-value' });

const router = createBrowserRouter([
  {
    path: '/login',
    hydrateFallbackElement: <></>,
    lazy: page(() => import('./features/session/login-page'), 'LoginPage'),
    errorElement: <BrokenPage />,
  },
  {
    path: '/forgot-password',
    hydrateFallbackElement: <></>,
    lazy: page(() => import('./features/session/forgot-password-page'), 'ForgotPasswordPage'),
    errorElement: <BrokenPage />,
  },
  ...['/invite/:token', '/reset-password/:token'].map((path) => ({
    path,
    hydrateFallbackElement: <></>,
    lazy: page(() => import('./features/session/one-time-link-page'), 'OneTimeLinkPage'),
    errorElement: <BrokenPage />,
  })),
  {
    hydrateFallbackElement: <RowsSkeleton rows={8} />,
    element: (
      <RequireSession>
        <Shell />
      </RequireSession>
    ),
    errorElement: <BrokenPage />,
    children: [
      { index: true, element: <TicketListPage /> },
      { path: '/tickets', element: <TicketListPage /> },
      {
        path: '/tickets/:number',
        lazy: page(() => import('./features/tickets/page/ticket-page'), 'TicketPage'),
      },
      { path: '/bin', lazy: page(() => import('./features/bin/bin-page'), 'BinPage') },
      {
        path: '/flows',
        lazy: page(() => import('./features/flows/flow-list-page'), 'FlowListPage'),
      },
      { path: '/flows/:id', lazy: page(() => import('./features/flows/flow-page'), 'FlowPage') },
      { path: '/flow-runs/:id', lazy: page(() => import('./features/flows/run-page'), 'RunPage') },
      { path: '/inbox', lazy: page(() => import('./features/inbox/inbox-page'), 'InboxPage') },
      { path: '/inbox/:id', lazy: page(() => import('./features/inbox/inbox-page'), 'InboxPage') },
      {
        path: '/approvals',
        lazy: page(() => import('./features/approvals/approval-list-page'), 'ApprovalListPage'),
      },
      {
        path: '/approvals/:id',
        lazy: page(() => import('./features/approvals/approval-page'), 'ApprovalPage'),
      },
      { path: '/people', lazy: page(() => import('./features/people/people-page'), 'PeoplePage') },
      {
        path: '/people/contacts/:id',
        lazy: page(() => import('./features/people/person-page'), 'ContactPage'),
      },
      {
        path: '/people/leads/:id',
        lazy: page(() => import('./features/people/person-page'), 'LeadPage'),
      },
      {
        path: '/people/accounts/:id',
        lazy: page(() => import('./features/people/account-page'), 'AccountPage'),
      },
      { path: '/mail', lazy: page(() => import('./features/mail/mail-page'), 'MailPage') },
      { path: '/mail/:id', lazy: page(() => import('./features/mail/mail-page'), 'MailPage') },
      {
        path: '/incoming-mail',
        lazy: page(() => import('./features/incoming-mail/incoming-mail-page'), 'IncomingMailPage'),
      },
      {
        path: '/outgoing-mail',
        lazy: page(() => import('./features/outgoing-mail/outgoing-mail-page'), 'OutgoingMailPage'),
      },
      {
        path: '/mail-health',
        lazy: page(() => import('./features/mail-health/mail-health-page'), 'MailHealthPage'),
      },
      {
        path: '/reports',
        lazy: page(() => import('./features/reports/report-page'), 'ReportPage'),
      },
      {
        path: '/search',
        lazy: page(() => import('./features/search/search-page'), 'SearchPage'),
      },
      {
        path: '/settings/*',
        lazy: page(() => import('./features/settings/settings-pages'), 'SettingsPages'),
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);

export function App() {
  // Made anew in another language, so that every date and number follows.
  const language = useLanguage();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colourScheme}
      defaultColorScheme="auto"
    >
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queryClient}>
        <RouterProvider key={language} router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** A page that is loaded when it is first opened, with its words. */
function page<N extends string>(
  load: () => Promise<Record<N, React.ComponentType>>,
  name: N,
): () => Promise<{ Component: React.ComponentType }> {
  return async () => {
    const [loaded] = await Promise.all([load(), loadLaterWords()]);
    return { Component: loaded[name] };
  };
}
