/** Says which installation sent a mail, so that it knows its own mail when it comes back. */
export const originHeader = 'x-ticketloom-installation';

/** RFC 3834, 5: a mail that no person wrote says so, and nobody's machine answers it. */
export const automaticHeaders = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
} as const;

/** RFC 3834, 5: the same for what answers a mail by itself. */
export const automaticAnswerHeaders = {
  ...automaticHeaders,
  'Auto-Submitted': 'auto-replied',
} as const;
