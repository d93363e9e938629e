/** What one message may carry, at the door of the server and before it in the browser. */
export const attachmentLimits = {
  maxFileBytes: 25 * 1024 * 1024,
  maxTotalBytes: 35 * 1024 * 1024,
  maxFiles: 20,
} as const;
