/** From the least to the most pressing. These are the wire values. */
export const priorities = ['low', 'medium', 'high', 'urgent'] as const;

export type Priority = (typeof priorities)[number];

export const defaultPriority: Priority = 'medium';
