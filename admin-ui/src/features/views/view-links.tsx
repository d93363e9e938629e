import type { TFunction } from 'i18next';
import {
  IconAlarm,
  IconBookmark,
  IconEye,
  IconFlame,
  IconInbox,
  IconPlayerPause,
  IconUserCircle,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { View } from '../../api/types';
import classes from '../../shell/shell.module.css';
import { addressOf, viewAt } from '../tickets/list/list-address';
import { useViewCounts, useViews } from './queries';

const icons: Record<string, Icon> = {
  all: IconInbox,
  mine: IconUserCircle,
  watching: IconEye,
  unassigned: IconUserQuestion,
  waiting: IconPlayerPause,
  urgent: IconFlame,
  snoozed: IconAlarm,
};
const mostShown = 99;

/** The saved views, each with how many tickets it shows now. */
export function ViewLinks({ onNavigate }: { onNavigate?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const views = useViews() ?? [];
  const counts = useViewCounts();
  const onList = pathname === '/' || pathname === '/tickets';
  const here = onList ? viewAt(views, new URLSearchParams(search)) : undefined;
  return views.map((view) => {
    const ViewIcon = (view.shipped && icons[view.shipped]) || IconBookmark;
    const count = counts[view.id] ?? 0;
    const name = viewName(view, t);
    return (
      <Link
        key={view.id}
        to={addressOf(view)}
        className={classes.place}
        onClick={onNavigate}
        title={name}
        aria-current={view === here ? 'page' : undefined}
      >
        <ViewIcon size={18} stroke={1.8} aria-hidden />
        <span className={`${classes.placeLabel} truncate`}>{name}</span>
        {count > 0 && (
          <span className={classes.viewCount}>
            <span aria-hidden>{count > mostShown ? `${mostShown}+` : count}</span>
            <span className="visually-hidden">{t('views.tickets', { count })}</span>
          </span>
        )}
      </Link>
    );
  });
}

/** Those that came with the product speak the reader's language. */
export function viewName(view: View, t: TFunction): string {
  switch (view.shipped) {
    case 'all':
    case 'mine':
    case 'watching':
    case 'unassigned':
    case 'waiting':
    case 'urgent':
    case 'snoozed':
      return t(`views.shipped.${view.shipped}`);
    default:
      return view.name;
  }
}
