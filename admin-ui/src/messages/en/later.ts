import agents from './agents.json';
import customer from './customer.json';
import flows from './flows.json';
import mail from './mail.json';
import reports from './reports.json';

/** The English of pages that are loaded when they are first opened: it comes with the first of them. */
export const later = {
  ...agents,
  ...customer,
  ...flows,
  ...mail,
  ...reports,
};
