import { addNote } from './core/add-note';
import { assign } from './core/assign';
import { callWebhook } from './core/call-webhook';
import { sendMail } from './core/send-mail';
import { setPriority } from './core/set-priority';
import { setStatus } from './core/set-status';
import type { Action } from './kit/action';
import { catalogueOf, manifestOf } from './kit/catalogue';

/** Every action there is. Palette, forms, checks, execution and run log derive from this list. */
export const actions: readonly Action[] = [
  setPriority,
  setStatus,
  assign,
  addNote,
  sendMail,
  callWebhook,
];

export const actionCatalogue = catalogueOf(actions);

export const actionManifests = actions.map(manifestOf);
