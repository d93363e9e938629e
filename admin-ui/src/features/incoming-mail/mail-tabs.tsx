import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import classes from './incoming-mail.module.css';

/** The pages about mail: what came in, what went out, and whether it can. */
export function MailTabs() {
  const { t } = useTranslation();
  return (
    <nav className={classes.tabs} aria-label={t('incoming.lists')}>
      <NavLink to="/incoming-mail">{t('incoming.title')}</NavLink>
      <NavLink to="/outgoing-mail">{t('outgoing.title')}</NavLink>
      <NavLink to="/mail-health">{t('mailHealth.title')}</NavLink>
    </nav>
  );
}
