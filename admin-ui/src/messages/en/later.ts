import actions from './actions.json';
import agents from './agents.json';
import approvals from './approvals.json';
import attention from './attention.json';
import bin from './bin.json';
import blocked from './blocked.json';
import calendars from './calendars.json';
import connections from './connections.json';
import customer from './customer.json';
import domains from './domains.json';
import escalate from './escalate.json';
import flows from './flows.json';
import forward from './forward.json';
import incoming from './incoming.json';
import login from './login.json';
import macros from './macros.json';
import mail from './mail.json';
import mailTemplates from './mail-templates.json';
import mailboxes from './mailboxes.json';
import people from './people.json';
import related from './related.json';
import presence from './presence.json';
import reports from './reports.json';
import runFlow from './run-flow.json';

/**
 * The English of pages that are loaded when they are first opened: it comes with the first of them.
 * What the list, the shell or their dialogs say is in index.ts.
 */
export const later = {
  ...actions,
  ...agents,
  ...approvals,
  ...attention,
  ...bin,
  ...blocked,
  ...calendars,
  ...connections,
  ...customer,
  ...domains,
  ...escalate,
  ...flows,
  ...forward,
  ...incoming,
  ...login,
  ...macros,
  ...mail,
  ...mailTemplates,
  ...mailboxes,
  ...people,
  ...related,
  ...presence,
  ...reports,
  ...runFlow,
};
