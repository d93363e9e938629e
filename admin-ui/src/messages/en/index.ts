import common from './common.json';
import inbox from './inbox.json';
import notifications from './notifications.json';
import search from './search.json';
import settings from './settings.json';
import shell from './shell.json';
import snooze from './snooze.json';
import tickets from './tickets.json';
import views from './views.json';

/** English: one file a feature, put together here. What no first page needs is in later.ts. */
export const en = {
  ...common,
  ...inbox,
  ...notifications,
  ...search,
  ...settings,
  ...shell,
  ...snooze,
  ...tickets,
  ...views,
};
