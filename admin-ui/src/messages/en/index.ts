import common from './common.json';
import flows from './flows.json';
import mail from './mail.json';
import shell from './shell.json';
import tickets from './tickets.json';

/** English: one file a feature, put together here. */
export const en = { ...common, ...flows, ...mail, ...shell, ...tickets };
