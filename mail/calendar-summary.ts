import ICAL from 'ical.js';
import { mailTexts } from '../domain/mail/messages';
import { cleanLine } from './clean-text';

const longest = 500_000;

/**
 * A calendar invitation in plain words (RFC 5545, RFC 5546): what, when in its own time zone, where and
 * from whom. Null when it cannot be read.
 */
export function calendarSummary(ics: Buffer): string | null {
  if (ics.length > longest) return null;
  try {
    const calendar = new ICAL.Component(ICAL.parse(ics.toString('utf8')) as never);
    const component = calendar.getFirstSubcomponent('vevent');
    if (!component) return null;
    const event = new ICAL.Event(component);
    const method = String(calendar.getFirstPropertyValue('method') ?? 'PUBLISH').toUpperCase();
    return mailTexts.invitation({
      method,
      title: cleanLine(event.summary ?? '', 300),
      when: whenOf(event, component.getFirstProperty('dtstart')?.getParameter('tzid')),
      where: cleanLine(event.location ?? '', 300),
      organiser: cleanLine((event.organizer ?? '').replace(/^mailto:/i, ''), 300),
    });
  } catch {
    return null;
  }
}

/** `2026-11-24 09:00 to 10:00 (Europe/Berlin)`; only days where it is for whole ones. */
function whenOf({ startDate, endDate }: ICAL.Event, named: string | string[] | undefined): string {
  if (!startDate) return '';
  const { isDate } = startDate;
  const plain = (time: ICAL.Time): string =>
    isDate ? time.toString().slice(0, 10) : time.toString().replace('T', ' ').slice(0, 16);
  const begin = plain(startDate);
  if (isDate || !endDate) return begin;
  const end = plain(endDate);
  // The name counts also where the mail does not define the zone.
  const zone = (named ?? startDate.zone?.tzid ?? '').toString();
  const until = end.startsWith(begin.slice(0, 10)) ? end.slice(11) : end;
  return `${begin} – ${until}${zone === '' || zone === 'floating' ? '' : ` (${zone})`}`;
}
