import { addNote } from './core/add-note';
import { assign } from './core/assign';
import { assign1 } from './core/assign-1';
import { callWebhook } from './core/call-webhook';
import { changeTags } from './core/change-tags';
import { close } from './core/close';
import { createTicket } from './core/create-ticket';
import { escalate } from './core/escalate';
import { reply } from './core/reply';
import { runMacro } from './core/run-macro';
import { findPerson } from './core/find-person';
import { findTickets } from './core/find-tickets';
import { httpRequest } from './core/http-request';
import { notifyAgents } from './core/notify-agents';
import { sendMail } from './core/send-mail';
import { sendMail1 } from './core/send-mail-1';
import { setFields } from './core/set-fields';
import { setPriority } from './core/set-priority';
import { setStatus } from './core/set-status';
import { setTeam } from './core/set-team';
import { snooze } from './core/snooze';
import type { Action } from './kit/action';
import { catalogueOf, manifestsOf } from './kit/catalogue';

/** Every action there is. Palette, forms, checks, execution and run log derive from this list. */
export const actions: readonly Action[] = [
  setPriority,
  setStatus,
  assign,
  assign1,
  setTeam,
  setFields,
  changeTags,
  addNote,
  escalate,
  snooze,
  close,
  reply,
  sendMail,
  sendMail1,
  notifyAgents,
  runMacro,
  createTicket,
  callWebhook,
  httpRequest,
  findTickets,
  findPerson,
];

export const actionCatalogue = catalogueOf(actions);

export const actionManifests = manifestsOf(actions);
