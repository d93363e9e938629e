import { IconPlugConnectedX, IconPlayerPause } from '@tabler/icons-react';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../api/stream';
import { useReadiness } from './readiness';
import classes from './shell.module.css';

/** One line each for what does not work at the moment, and what that means for the reader. */
export function Banners() {
  const { t } = useTranslation();
  const { data: readiness } = useReadiness();
  const offline = !useSyncExternalStore(watchOnline, () => navigator.onLine);
  const lost = useLasting(useConnection() === 'lost', 2_000);
  return (
    <div role="status" className={classes.banners}>
      {readiness?.temporal?.reachable === false && (
        <Banner icon={<IconPlayerPause size={16} aria-hidden />}>
          <strong>{t('banner.automationPaused')}</strong> {t('banner.automationPausedText')}
        </Banner>
      )}
      {(offline || lost) && (
        <Banner icon={<IconPlugConnectedX size={16} aria-hidden />}>
          {t(offline ? 'banner.offline' : 'banner.streamLost')}
        </Banner>
      )}
    </div>
  );
}

function Banner({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.banner}>
      {icon}
      <span>{children}</span>
    </div>
  );
}

/** True once it has been true for some time: a short hiccup is not worth a line. */
function useLasting(now: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(now), now ? ms : 0);
    return () => clearTimeout(timer);
  }, [now, ms]);
  return lasting;
}

function watchOnline(watcher: () => void): () => void {
  window.addEventListener('online', watcher);
  window.addEventListener('offline', watcher);
  return () => {
    window.removeEventListener('online', watcher);
    window.removeEventListener('offline', watcher);
  };
}
