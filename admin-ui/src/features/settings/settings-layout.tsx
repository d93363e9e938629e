import { NativeSelect } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { RowsSkeleton } from '../../common/states';
import { useMe } from '../session/session';
import classes from './settings.module.css';
import { settingsSections } from './settings-sections';

/** The settings: their pages at the side, on a narrow screen in a select above. */
export function SettingsLayout() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const sections = settingsSections.filter(({ needs }) => !needs || me.permissions.includes(needs));
  const here = pathname.split('/')[2] ?? '';
  return (
    <div className={classes.layout}>
      <nav className={classes.side} aria-label={t('settings.title')}>
        <div className={classes.sideTitle}>{t('settings.title')}</div>
        {sections.map(({ path, label, icon: SectionIcon }) => (
          <Link
            key={path}
            to={`/settings/${path}`}
            className={classes.place}
            aria-current={path === here ? 'page' : undefined}
          >
            <SectionIcon size={18} stroke={1.8} aria-hidden />
            {t(label)}
          </Link>
        ))}
      </nav>
      <NativeSelect
        className={classes.select}
        label={t('settings.title')}
        value={here}
        data={sections.map(({ path, label }) => ({ value: path, label: t(label) }))}
        onChange={(event) => void navigate(`/settings/${event.currentTarget.value}`)}
      />
      <div className={classes.section}>
        <Suspense fallback={<RowsSkeleton rows={6} />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
