import type { DemoAgent } from './story';

/** A conversation on the chat page. Its first message is the visitor's. */
export interface DemoChat {
  /** Part of message ids: playing it again changes nothing. */
  id: string;
  visitor: { name?: string; email?: string };
  messages: readonly ({ visitor: string } | { by: DemoAgent; text: string })[];
  closedBy?: DemoAgent;
}

/** The Inbox of an ordinary morning, oldest first. */
export const chats: readonly DemoChat[] = [
  {
    id: 'opening-hours',
    visitor: {},
    messages: [
      { visitor: 'Is the warehouse open on Saturday? I would pick something up.' },
      { by: 'tom', text: 'Hello! Yes, from 9 to 13 o’clock. Please bring the order number.' },
      { visitor: 'Perfect, thanks.' },
      { by: 'tom', text: 'See you on Saturday.' },
    ],
    closedBy: 'tom',
  },
  {
    id: 'wrong-size',
    visitor: { name: 'Ingrid Solheim', email: 'ingrid.solheim@fjordvik.example' },
    messages: [
      { visitor: 'Hi, two of the five display stands that came today are the small ones.' },
      { by: 'priya', text: 'Hello Ingrid, sorry about that. Is it order 48213?' },
      { visitor: 'Yes, 48213. The delivery note says five large ones.' },
      { by: 'priya', text: 'Thank you. I check what the warehouse has left of the large ones.' },
      { visitor: 'Good. We open the new shop on Friday, so we would need them by Thursday.' },
    ],
  },
  {
    id: 'vat-number',
    visitor: { name: 'Marek Nowak' },
    messages: [
      { visitor: 'Where do I enter our VAT number? I cannot find it in the checkout.' },
      { visitor: 'It is for an order from Poland, if that matters.' },
    ],
  },
];
