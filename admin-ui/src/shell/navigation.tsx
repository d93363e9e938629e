import {
  IconApi,
  IconInbox,
  IconMailForward,
  IconMessages,
  IconRoute,
  IconSettings,
  IconUserCircle,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useUnread } from '../features/inbox/queries';
import classes from './shell.module.css';

const places = [
  { to: '/tickets', label: 'nav.allOpen', icon: IconInbox },
  { to: '/tickets?assignee=me', label: 'nav.mine', icon: IconUserCircle },
  { to: '/tickets?assignee=none', label: 'nav.unassigned', icon: IconUserQuestion },
  { to: '/inbox', label: 'nav.inbox', icon: IconMessages },
  { to: '/flows', label: 'nav.flows', icon: IconRoute },
  { to: '/mail', label: 'nav.mail', icon: IconMailForward },
  { to: '/settings', label: 'nav.settings', icon: IconSettings },
] as const satisfies { to: string; label: string; icon: Icon }[];

export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const unread = useUnread();
  return (
    <nav aria-label={t('nav.label')} className={classes.places}>
      {places.map(({ to, label, icon: PlaceIcon }) => (
        <Link
          key={to}
          to={to}
          className={classes.place}
          onClick={onNavigate}
          title={t(label)}
          aria-current={isHere(to, pathname, search) ? 'page' : undefined}
        >
          <PlaceIcon size={18} stroke={1.8} aria-hidden />
          <span className={classes.placeLabel}>{t(label)}</span>
          {to === '/inbox' && unread > 0 && (
            <span className={classes.placeCount}>
              <span aria-hidden>{unread}</span>
              <span className="visually-hidden">{t('inbox.unreadPlaces', { count: unread })}</span>
            </span>
          )}
        </Link>
      ))}
      <a className={classes.place} href="/api/docs" title={t('nav.api')}>
        <IconApi size={18} stroke={1.8} aria-hidden />
        <span className={classes.placeLabel}>{t('nav.api')}</span>
      </a>
    </nav>
  );
}

/** A list is here when the assignee filter is the same; other places when the path begins alike. */
function isHere(to: string, pathname: string, search: string): boolean {
  const [path, query = ''] = to.split('?') as [string, string?];
  if (path !== '/tickets')
    return pathname.startsWith(path) || (path === '/flows' && pathname.startsWith('/flow-runs'));
  if (pathname !== '/' && pathname !== '/tickets') return false;
  return new URLSearchParams(search).get('assignee') === new URLSearchParams(query).get('assignee');
}
