import type { Story } from './story';

/** A desk on an ordinary morning: oldest first, so that the last one is on top of the list. */
export const stories: readonly Story[] = [
  {
    id: 'double-charge',
    from: { name: 'Hannah Brandt', address: 'hannah.brandt@brandt-optik.example' },
    subject: 'Charged twice for October',
    steps: [
      {
        customer:
          'Hello,\n\nour card was charged twice for October: 49.00 on the 1st and 49.00 on the 3rd. Invoice number is 2026-10-1183.\nCould you refund one of them?\n\nKind regards\nHannah Brandt\nBrandt Optik',
      },
      { change: { assignee: 'priya', tags: ['billing'] }, by: 'priya' },
      {
        note: 'Second charge is a retry after the bank timed out. Refund is fine, asked accounting.',
        by: 'priya',
      },
      {
        reply:
          'Hello Hannah,\n\nyou are right, the second charge was a retry on our side after your bank answered late. The refund of 49.00 is on its way and takes two to three working days.\n\nSorry for the trouble.',
        by: 'priya',
        setStatus: 'waiting',
      },
      { customer: 'Thank you, that was quick. I see the refund announced in my account already.' },
      {
        reply:
          'Glad to hear it, Hannah. I will close this one; just answer if anything is missing.',
        by: 'priya',
        setStatus: 'resolved',
      },
    ],
  },
  {
    id: 'invite-bounce',
    from: { name: 'Luis Ferreira', address: 'luis@ferreira-arquitetos.example' },
    subject: 'Invitations do not arrive',
    steps: [
      {
        customer:
          'Hi,\n\nI invited three colleagues yesterday and none of them got a mail. Spam folders are empty too. Is there a way to send them again?\n\nLuis',
      },
      { change: { assignee: 'tom', tags: ['invitations'] }, by: 'tom' },
      {
        reply:
          'Hi Luis,\n\nour log shows that all three were sent at 16:02 and taken by your mail server. Could you ask whoever runs it whether mail from notify.example.com is held back?',
        by: 'tom',
      },
      { bounce: '550 5.2.2 <luis@ferreira-arquitetos.example>: mailbox full' },
      {
        note: 'My reply came back: mailbox full. That may be the whole story. Trying the phone number in the CRM.',
        by: 'tom',
      },
    ],
  },
  {
    id: 'csv-export',
    from: { name: 'Aiko Tanaka', address: 'a.tanaka@kitamura-trading.example' },
    subject: 'CSV export shows broken characters in Excel',
    steps: [
      {
        customer:
          'Dear support team,\n\nwhen I open the CSV export in Excel, all Japanese names are unreadable. In a text editor they are fine. I attach a short example.\n\nBest regards\nAiko Tanaka',
        attachment: {
          filename: 'contacts-example.csv',
          contentType: 'text/csv',
          content: 'name,city\n田中 愛子,東京\n北村 健,大阪\n',
        },
      },
      { change: { assignee: 'priya', priority: 'low', tags: ['export'] }, by: 'priya' },
      {
        reply:
          'Dear Aiko,\n\nthe file is UTF-8, but Excel only notices with a byte order mark at its start. Until we add that, you can use Data, From Text/CSV, and choose "65001: Unicode (UTF-8)".\n\nDoes that work for you?',
        by: 'priya',
        setStatus: 'waiting',
      },
    ],
  },
  {
    id: 'data-agreement',
    from: { name: 'Sofia Marchetti', address: 'legal@marchetti-partners.example' },
    subject: 'Data processing agreement',
    steps: [
      {
        customer:
          'Good morning,\n\nfor our records we need a signed data processing agreement (Art. 28 GDPR). Do you have a template, or shall we send ours?\n\nSofia Marchetti',
      },
      { change: { assignee: 'maya', priority: 'low', tags: ['legal'] }, by: 'maya' },
      {
        note: 'Template is in the legal folder, version of September. Needs a countersignature.',
        by: 'maya',
      },
      {
        reply:
          'Good morning Ms Marchetti,\n\nwe have a template that most customers use as it is. I have asked for a countersigned copy with your details and will send it this week.',
        by: 'maya',
      },
      { change: { status: 'in_progress' }, by: 'maya' },
    ],
  },
  {
    id: 'calendar-sync',
    from: { name: 'Ben Whitaker', address: 'ben.whitaker@harbourlane.example' },
    subject: 'Calendar sync is an hour off since Sunday',
    steps: [
      {
        customer:
          'Hey,\n\nsince the clocks changed on Sunday every appointment that comes from your side is an hour late in Outlook. The ones I create in Outlook are right.\n\nBen',
      },
      { change: { assignee: 'tom', priority: 'medium', tags: ['calendar', 'bug'] }, by: 'tom' },
      {
        reply:
          'Hi Ben,\n\nthanks, that helps. Which time zone is set in your profile here (Settings, Profile), and which one does Outlook show?',
        by: 'tom',
        setStatus: 'waiting',
      },
      {
        customer:
          'Profile says Europe/London, Outlook says "(UTC) Dublin, Edinburgh, Lisbon, London".',
      },
      {
        note: 'Same zone on both sides, so it is ours: the feed writes no VTIMEZONE. Handed to development.',
        by: 'tom',
      },
      {
        reply:
          'Hi Ben,\n\nboth are right, so the fault is ours: the feed leaves out the rules for summer time. Development is on it, I expect a fix on Thursday.',
        by: 'tom',
      },
      { customer: 'Thursday is fine. I will tell the team to look at the clock twice until then.' },
    ],
  },
  {
    id: 'seats',
    from: { name: 'Chidi Eze', address: 'chidi@lagoslogistics.example' },
    subject: 'Ten more seats',
    steps: [
      {
        customer:
          'Hello, we would like to go from 25 to 35 seats from the first of next month. Is the discount for more than 30 applied by itself?\n\nChidi Eze, Lagos Logistics',
      },
    ],
  },
  {
    id: 'slow-reports',
    from: { name: 'Elena Petrova', address: 'e.petrova@volga-analytics.example' },
    subject: 'Monthly report takes minutes to open',
    steps: [
      {
        customer:
          'Hi,\n\nthe monthly report used to open in seconds. Since last week it takes three to four minutes, and twice the page gave up. We have about 80,000 orders in it.\n\nElena',
      },
      {
        change: { assignee: 'priya', priority: 'high', tags: ['reports', 'performance'] },
        by: 'priya',
      },
      {
        reply:
          'Hi Elena,\n\nI can see it: your report waits for a query that got slow when you passed 75,000 orders. I have asked our database team to add an index tonight. I will write as soon as it is done.',
        by: 'priya',
      },
      { change: { status: 'in_progress' }, by: 'priya' },
      {
        note: 'Index is planned for 22:00. Check the report at 22:30 and answer before she starts at 8.',
        by: 'priya',
      },
    ],
  },
  {
    id: 'cancel',
    from: { name: 'Oliver Grant', address: 'oliver@grantandsons.example' },
    subject: 'Cancelling our plan',
    steps: [
      {
        customer:
          'Hello,\n\nplease cancel our plan at the end of the month. We are winding down the shop. Thanks for the years, it was a good tool.\n\nOliver Grant',
      },
      { change: { assignee: 'priya', tags: ['billing'] }, by: 'priya' },
      {
        reply:
          'Hello Oliver,\n\nI am sorry to hear about the shop. Your plan ends on the last of this month, nothing more will be charged, and your data stays downloadable for 90 days.\n\nAll the best to you.',
        by: 'priya',
        setStatus: 'resolved',
      },
      { change: { status: 'closed' }, by: 'priya' },
    ],
  },
  {
    id: 'two-factor',
    from: { name: 'Mia Johansson', address: 'mia.johansson@fjallbutik.example' },
    subject: 'New phone, locked out by two-factor login',
    steps: [
      {
        customer:
          'Hi!\n\nI got a new phone and my authenticator app is empty now. I cannot log in any more and have no recovery codes. What can I do?\n\nMia',
      },
      { change: { assignee: 'tom', priority: 'high', tags: ['login'] }, by: 'tom' },
      {
        reply:
          'Hi Mia,\n\nwe can reset it once we are sure that it is you. Please answer with the last four digits of the card on your account and the month of your first invoice.',
        by: 'tom',
        setStatus: 'waiting',
      },
      { customer: 'The card ends in 4417 and the first invoice was in March 2024.' },
    ],
  },
  {
    id: 'webhook',
    from: { name: 'Rahul Mehta', address: 'rahul@stackhaven.example' },
    subject: 'Webhook signature does not match',
    steps: [
      {
        customer:
          'Hi team,\n\nwe compute HMAC-SHA256 over the body, but the result differs from your header in about one of fifty calls. It seems to happen with emoji in the payload.\n\nRahul',
      },
      { change: { assignee: 'maya', tags: ['api'] }, by: 'maya' },
      {
        reply:
          'Hi Rahul,\n\nthat sounds like the body being parsed and written again before it is hashed. Could you compute the HMAC over the raw bytes, before any JSON parser sees them?',
        by: 'maya',
        setStatus: 'waiting',
      },
    ],
  },
  {
    id: 'dark-mode',
    from: { name: 'Noah Fischer', address: 'noah.fischer@posteo.example' },
    subject: 'Is there a dark mode?',
    steps: [
      {
        customer:
          'Hello, I work at night a lot and would love a dark mode. Is there one, or is it planned?\n\nNoah',
      },
    ],
  },
  {
    id: 'checkout-down',
    from: { name: 'Carla Nowak', address: 'carla.nowak@nowak-versand.example' },
    subject: 'Checkout shows a blank page, no orders since 9:40',
    steps: [
      {
        customer:
          'URGENT: our checkout shows a blank page since about 9:40 and not one order has come in since. The rest of the shop works. Please call or write as soon as you can!\n\nCarla Nowak\nNowak Versand',
      },
      { change: { priority: 'urgent', tags: ['checkout', 'outage'] }, by: 'tom' },
      {
        note: 'Reproduced: the payment widget answers 500 for shops with the new tax module. Two others are affected.',
        by: 'tom',
      },
      {
        reply:
          'Hello Carla,\n\nwe see it too and have found the part that fails. It is being taken back right now. I will write again within half an hour.',
        by: 'maya',
      },
    ],
  },
];
