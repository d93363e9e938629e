import actions from './actions.json';
import agents from './agents.json';
import approvals from './approvals.json';
import attention from './attention.json';
import bin from './bin.json';
import blocked from './blocked.json';
import calendars from './calendars.json';
import common from './common.json';
import connections from './connections.json';
import customer from './customer.json';
import domains from './domains.json';
import escalate from './escalate.json';
import flows from './flows.json';
import forward from './forward.json';
import inbox from './inbox.json';
import incoming from './incoming.json';
import login from './login.json';
import macros from './macros.json';
import mail from './mail.json';
import mailTemplates from './mail-templates.json';
import mailboxes from './mailboxes.json';
import people from './people.json';
import related from './related.json';
import notifications from './notifications.json';
import presence from './presence.json';
import reports from './reports.json';
import runFlow from './run-flow.json';
import search from './search.json';
import settings from './settings.json';
import shell from './shell.json';
import snooze from './snooze.json';
import tickets from './tickets.json';
import views from './views.json';

/** German: one file a feature, put together here. */
export const de = {
  ...actions,
  ...agents,
  ...approvals,
  ...attention,
  ...bin,
  ...blocked,
  ...calendars,
  ...common,
  ...connections,
  ...customer,
  ...domains,
  ...escalate,
  ...flows,
  ...forward,
  ...inbox,
  ...incoming,
  ...login,
  ...macros,
  ...mail,
  ...mailTemplates,
  ...mailboxes,
  ...people,
  ...related,
  ...notifications,
  ...presence,
  ...reports,
  ...runFlow,
  ...search,
  ...settings,
  ...shell,
  ...snooze,
  ...tickets,
  ...views,
};
