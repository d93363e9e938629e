import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { chooseLanguage, languages, useLanguage, type Language } from '../i18n';
import { useMe, useSignOut } from '../features/session/session';
import { useSetAway } from '../features/account/set-away';
import { awayWithNote } from '../features/agents/away';
import { useAgents } from '../features/tickets/queries';
import { Initials } from '../common/initials';
import { showRefusal } from '../common/toasts';
import classes from './shell.module.css';

const AwayDialog = lazy(() => import('../features/account/away-dialog'));

const schemes = [
  { value: 'auto', icon: IconDeviceDesktop },
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
] as const;

export function WhoAmI({ onShowKeys }: { onShowKeys: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const language = useLanguage();
  const agent = useAgents().find(({ id }) => id === me.id);
  const away = agent ? awayWithNote(agent, t) : null;
  const setAway = useSetAway();
  const [asking, setAsking] = useState(false);
  return (
    <div className={classes.me}>
      <Menu position="top-start" width={220}>
        <Menu.Target>
          <button
            type="button"
            className={classes.meButton}
            aria-label={t('me.menu', { name: me.name })}
          >
            <Initials name={me.name} />
            <span className={classes.meText}>
              <span className="truncate">{me.name}</span>
              <span className={`truncate ${classes.meMail}`}>{away ?? me.email}</span>
            </span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('me.colours')}</Menu.Label>
          <Menu.RadioGroup
            value={colorScheme}
            onChange={(value) => setColorScheme(value as 'auto')}
          >
            {schemes.map(({ value, icon: SchemeIcon }) => (
              <Menu.RadioItem key={value} value={value} closeMenuOnClick>
                <span className={classes.iconText}>
                  <SchemeIcon size={16} aria-hidden />
                  {t(`me.colour.${value}`)}
                </span>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Label>{t('me.language')}</Menu.Label>
          <Menu.RadioGroup
            value={language}
            onChange={(value) => void chooseLanguage(value as Language)}
          >
            {Object.entries(languages).map(([value, name]) => (
              <Menu.RadioItem key={value} value={value} lang={value} closeMenuOnClick>
                {name}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          {away ? (
            <Menu.Item
              leftSection={<IconSun size={16} />}
              onClick={() =>
                setAway.mutate(null, {
                  onError: (error) => showRefusal(t('away.failed'), error),
                })
              }
            >
              {t('away.back')}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconMoon size={16} />} onClick={() => setAsking(true)}>
              {t('away.menu')}
            </Menu.Item>
          )}
          <Menu.Item component={Link} to="/settings/account" leftSection={<IconUser size={16} />}>
            {t('settings.account')}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShowKeys}>
            {t('keys.title')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={16} />}
            onClick={() =>
              signOut.mutate(undefined, {
                onError: (error) => showRefusal(t('me.signOutFailed'), error),
              })
            }
          >
            {t('me.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>{asking && <AwayDialog onClose={() => setAsking(false)} />}</Suspense>
    </div>
  );
}

/** One press between light and dark; the menu has "follow the system" as well. */
export function ColourToggle() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark =
    colorScheme === 'dark' ||
    (colorScheme === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  const label = t(dark ? 'me.toLight' : 'me.toDark');
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      >
        {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
