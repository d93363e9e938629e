import {
  IconApi,
  IconChartBar,
  IconChecklist,
  IconMailbox,
  IconMailForward,
  IconMessages,
  IconRoute,
  IconSettings,
  IconUsers,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { Me } from '../api/types';
import { ViewLinks } from '../features/views/view-links';
import { useWaitingApprovals } from '../features/approvals/waiting';
import { useMe } from '../features/session/session';
import { useUnread } from '../features/inbox/queries';
import classes from './shell.module.css';

const places = [
  { to: '/bin', label: 'nav.bin', icon: IconTrash },
  { to: '/inbox', label: 'nav.inbox', icon: IconMessages },
  { to: '/approvals', label: 'nav.approvals', icon: IconChecklist },
  { to: '/people', label: 'nav.people', icon: IconUsers },
  { to: '/flows', label: 'nav.flows', icon: IconRoute },
  { to: '/incoming-mail', label: 'nav.incoming', icon: IconMailbox },
  { to: '/mail', label: 'nav.mail', icon: IconMailForward, needs: 'outbox.read' },
  { to: '/reports', label: 'nav.reports', icon: IconChartBar },
  { to: '/settings', label: 'nav.settings', icon: IconSettings },
] as const satisfies Place[];

interface Place {
  to: string;
  label: string;
  icon: Icon;
  needs?: Me['permissions'][number];
}

/** Those that the signed-in agent may open, and approvals where there is something to approve. */
export function usePlaces(): readonly (typeof places)[number][] {
  const { permissions } = useMe();
  const { pathname } = useLocation();
  const approves =
    useWaitingApprovals() > 0 ||
    permissions.includes('approvals.manage') ||
    isHere('/approvals', pathname);
  return places.filter((place) => {
    if (place.to === '/approvals') return approves;
    return !('needs' in place) || permissions.includes(place.needs);
  });
}

export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const news = useNews();
  const shown = usePlaces();
  return (
    <nav aria-label={t('nav.label')} className={classes.places}>
      <ViewLinks onNavigate={onNavigate} />
      {shown.map(({ to, label, icon: PlaceIcon }) => (
        <Link
          key={to}
          to={to}
          className={classes.place}
          onClick={onNavigate}
          title={t(label)}
          aria-current={isHere(to, pathname) ? 'page' : undefined}
        >
          <PlaceIcon size={18} stroke={1.8} aria-hidden />
          <span className={classes.placeLabel}>{t(label)}</span>
          {news[to] && (
            <span className={classes.placeCount}>
              <span aria-hidden>{news[to].count}</span>
              <span className="visually-hidden">
                {t(news[to].label, { count: news[to].count })}
              </span>
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

/** What waits at a place. */
function useNews() {
  const unread = useUnread();
  const waiting = useWaitingApprovals();
  const news: Partial<Record<string, { count: number; label: NewsLabel }>> = {};
  if (unread > 0) news['/inbox'] = { count: unread, label: 'inbox.unreadPlaces' };
  if (waiting > 0) news['/approvals'] = { count: waiting, label: 'nav.approvalsWaiting' };
  return news;
}

type NewsLabel = 'inbox.unreadPlaces' | 'nav.approvalsWaiting';

/** Pages that are a part of a place and have addresses of their own. */
const partsOf: Record<string, readonly string[]> = {
  '/flows': ['/flow-runs'],
  '/incoming-mail': ['/outgoing-mail', '/mail-health'],
};

function isHere(to: string, pathname: string): boolean {
  return [to, ...(partsOf[to] ?? [])].some(
    (path) => pathname === path || pathname.startsWith(`${path}/`),
  );
}
