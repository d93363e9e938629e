import common from './common.json';
import customer from './customer.json';
import flows from './flows.json';
import inbox from './inbox.json';
import mail from './mail.json';
import reports from './reports.json';
import search from './search.json';
import shell from './shell.json';
import tickets from './tickets.json';

/** German: one file a feature, put together here. */
export const de = {
  ...common,
  ...customer,
  ...flows,
  ...inbox,
  ...mail,
  ...reports,
  ...search,
  ...shell,
  ...tickets,
};
