const dayMs = 86_400_000;
/** About eleven years of one zone. */
const mostDaysKept = 4_000;

/** A time (epoch ms, `to` excluded) in which a zone's clocks are `offset` ms ahead of UTC. */
export interface Stretch {
  from: number;
  to: number;
  offset: number;
}

interface Zone {
  formatter: Intl.DateTimeFormat;
  days: Map<number, readonly Stretch[]>;
}

const zones = new Map<string, Zone>();

/** Whether it is the name of a time zone in the IANA database; `+02:00` is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    zoneOf(name);
    return true;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}

/**
 * The stretches of one day of UTC (days since 1970), in order: one, or two when the zone's clocks
 * are changed on it. Throws RangeError for a zone that there is not.
 */
export function stretchesOfDay(timeZone: string, day: number): readonly Stretch[] {
  const { formatter, days } = zoneOf(timeZone);
  const known = days.get(day);
  if (known) return known;
  const stretches = splitDay(formatter, day * dayMs, (day + 1) * dayMs);
  if (days.size >= mostDaysKept) days.clear();
  days.set(day, stretches);
  return stretches;
}

/** Making a formatter takes a hundred times as long as using it. */
function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (!zone) {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    zone = { formatter, days: new Map() };
    zones.set(timeZone, zone);
  }
  return zone;
}

function splitDay(formatter: Intl.DateTimeFormat, from: number, to: number): Stretch[] {
  const before = offsetAt(formatter, from);
  const after = offsetAt(formatter, to - 1);
  if (before === after) return [{ from, to, offset: before }];
  let [last, changed] = [from, to - 1];
  while (changed - last > 1) {
    const middle = Math.floor((last + changed) / 2);
    if (offsetAt(formatter, middle) === before) last = middle;
    else changed = middle;
  }
  return [
    { from, to: changed, offset: before },
    { from: changed, to, offset: after },
  ];
}

function offsetAt(formatter: Intl.DateTimeFormat, at: number): number {
  const shown = formatter.format(at).match(/\d+/g)!.map(Number);
  const [month, day, year, hour, minute, second] = shown as [number, number, number, ...number[]];
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}
