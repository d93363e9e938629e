import { TemplateError } from '../../templates/template-error';

/** What CEL calls a timestamp. */
export class Moment {
  constructor(readonly ms: number) {
    if (!(Math.abs(ms) <= latest)) throw new TemplateError('this moment is out of bounds');
  }

  static read(text: string): Moment {
    const ms = momentPattern.test(text) ? Date.parse(text) : NaN;
    if (Number.isNaN(ms)) {
      throw new TemplateError(`"${text.slice(0, 40)}" is no moment as in 2026-11-23T12:00:00Z`);
    }
    return new Moment(ms);
  }

  toString(): string {
    return new Date(this.ms).toISOString();
  }

  /** The parts of the date and time on a wall in this zone. */
  inZone(timeZone: string): WallTime {
    let format: Intl.DateTimeFormat;
    try {
      format = new Intl.DateTimeFormat('en-US', { ...wallFormat, timeZone });
    } catch {
      throw new TemplateError(`there is no time zone "${timeZone.slice(0, 40)}"`);
    }
    const parts = Object.fromEntries(
      format.formatToParts(new Date(this.ms)).map(({ type, value }) => [type, Number(value)]),
    );
    const { year, month, day, hour, minute, second } = parts as Record<string, number>;
    const weekday = new Date(Date.UTC(year!, month! - 1, day!)).getUTCDay();
    return {
      year: year!,
      month: month! - 1,
      day: day!,
      hour: hour!,
      minute: minute!,
      second: second!,
      weekday,
    };
  }
}

/** `month` counts from 0 and `weekday` from Sunday, as CEL has it. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number;
}

/** A length of time. */
export class Duration {
  constructor(readonly ms: number) {
    if (!(Math.abs(ms) <= 2 * latest)) throw new TemplateError('this time is too long');
  }

  /** `90s`, `1h30m`, `-2d`, `1.5h` */
  static read(text: string): Duration {
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
    const written = parts.map(([all]) => all).join('');
    if (parts.length === 0 || written !== text.replace(/^-/, '') || text.length > 40) {
      throw new TemplateError(`"${text.slice(0, 40)}" is no length of time as in 3d or 1h30m`);
    }
    const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitMs[unit!]!, 0);
    return new Duration(text.startsWith('-') ? -ms : ms);
  }

  toString(): string {
    return `${this.ms / 1000}s`;
  }
}

const latest = 8.64e15;
const momentPattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;
const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const wallFormat = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
} as const;
