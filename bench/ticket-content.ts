/** What a usual ticket holds, so that both sides store the same. */
export const usualTicket = {
  title: 'The printer on the second floor is offline again',
  description:
    'Good morning,\n\nsince yesterday afternoon the printer shows "offline" to everybody on our ' +
    'floor. Switching it off and on helped for an hour. Could somebody have a look?\n\nThank you!',
  email: 'customer@example.org',
} as const;

export const usualNote = 'Looked at it with the customer: the cable is fine, the driver is old.';
