import { ActionIcon, Button, Drawer } from '@mantine/core';
import { IconMenu2, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { openStream } from '../api/stream';
import { SearchBox } from '../features/search/search-box';
import { useApprovalsKeepUp } from '../features/approvals/waiting';
import { useInboxKeepsUp } from '../features/inbox/queries';
import { useMay } from '../features/session/session';
import { loadLaterWords } from '../i18n';
import { Bell } from '../features/notifications/bell';
import { useNotificationsKeepUp, useSeenTicket } from '../features/notifications/unread';
import { undoLast } from '../features/tickets/undo';
import { useTicketsKeepUp } from '../features/tickets/keep-up';
import { ShortcutsProvider, useShortcuts, type Shortcut } from '../common/shortcuts';
import { Banners } from './banners';
import { Logo } from './logo';
import { Navigation } from './navigation';
import classes from './shell.module.css';
import { ColourToggle, WhoAmI } from './who-am-i';

// Loaded when they are first asked for, and then kept, so that what was typed stays.
const KeysDialog = lazy(() => import('./keys-dialog'));
const NewTicketDialog = lazy(async () => {
  const dialog = import('../features/tickets/new-ticket/new-ticket-dialog');
  await loadLaterWords();
  return dialog;
});
const NotificationPanel = lazy(async () => {
  const panel = import('../features/notifications/notification-panel');
  await loadLaterWords();
  return panel;
});
const Palette = lazy(() => import('./palette'));

/** What stands around every page of a signed-in agent. */
export function Shell() {
  return (
    <ShortcutsProvider>
      <Frame />
    </ShortcutsProvider>
  );
}

function Frame() {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<
    'none' | 'new-ticket' | 'keys' | 'navigation' | 'notifications'
  >('none');
  const [paletteAsked, setPaletteAsked] = useState(0);
  const hasNewTicket = useEver(dialog === 'new-ticket');
  const hasNotifications = useEver(dialog === 'notifications');
  const hasKeys = useEver(dialog === 'keys');
  const close = (): void => setDialog('none');
  const { pathname } = useLocation();
  const client = useQueryClient();
  const mayWrite = useMay('tickets.write');
  useEffect(() => openStream(), []);
  useTicketsKeepUp(client);
  useInboxKeepsUp(client);
  useApprovalsKeepUp(client);
  useNotificationsKeepUp(client);
  useSeenTicket(pathname);
  const writing: Shortcut[] = [
    {
      key: 'c',
      label: t('keys.newTicket'),
      run: () => setDialog('new-ticket'),
      everywhere: true,
    },
    { key: 'mod+z', label: t('keys.undo'), run: undoLast, everywhere: true },
  ];
  useShortcuts([
    ...(mayWrite ? writing : []),
    { key: '?', label: t('keys.help'), run: () => setDialog('keys'), everywhere: true },
    {
      key: 'b',
      label: t('notifications.key'),
      run: () => setDialog('notifications'),
      everywhere: true,
    },
    {
      key: 'mod+k',
      label: t('keys.palette'),
      run: () => setPaletteAsked((times) => times + 1),
      everywhere: true,
      inInputs: true,
    },
  ]);

  const newTicket = (
    <Button
      size="sm"
      fullWidth
      leftSection={<IconPlus size={16} />}
      aria-keyshortcuts="c"
      onClick={() => setDialog('new-ticket')}
    >
      {t('nav.newTicket')}
    </Button>
  );
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>
        {t('nav.skip')}
      </a>
      <header className={classes.topBar}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('nav.open')}
          onClick={() => setDialog('navigation')}
        >
          <IconMenu2 size={20} />
        </ActionIcon>
        <Logo />
        <ActionIcon
          component={Link}
          to="/search"
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('search.title')}
          ml="auto"
        >
          <IconSearch size={18} />
        </ActionIcon>
        <Bell onOpen={() => setDialog('notifications')} />
        {mayWrite && (
          <ActionIcon
            size="lg"
            aria-label={t('nav.newTicket')}
            onClick={() => setDialog('new-ticket')}
          >
            <IconPlus size={18} />
          </ActionIcon>
        )}
      </header>
      <div className={classes.side}>
        <div className={classes.sideHead}>
          <Logo />
          <span className={classes.headActions}>
            <Bell onOpen={() => setDialog('notifications')} />
            <ColourToggle />
          </span>
        </div>
        {mayWrite && <div className={classes.sideAction}>{newTicket}</div>}
        <SearchBox />
        <Navigation />
        <WhoAmI onShowKeys={() => setDialog('keys')} />
      </div>
      <div className={classes.content}>
        <Banners />
        <main id="main" tabIndex={-1} className={classes.main} key={pathname.split('/')[1]}>
          <Outlet />
        </main>
      </div>
      <Drawer
        opened={dialog === 'navigation'}
        onClose={close}
        size={260}
        title={<Logo />}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        <Navigation onNavigate={close} />
        <WhoAmI onShowKeys={() => setDialog('keys')} />
      </Drawer>
      <Suspense>
        {hasNewTicket && <NewTicketDialog opened={dialog === 'new-ticket'} onClose={close} />}
        {hasNotifications && (
          <NotificationPanel opened={dialog === 'notifications'} onClose={close} />
        )}
        {hasKeys && <KeysDialog opened={dialog === 'keys'} onClose={close} />}
        {paletteAsked > 0 && <Palette asked={paletteAsked} />}
      </Suspense>
    </div>
  );
}

/** Whether it is so now, or was before. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever;
}
