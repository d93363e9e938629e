import { useMinute } from './clock';
import { ageOf } from './age';
import { exactMoment, moment } from './moment';

/** How long ago, in words; the full moment as a tooltip. */
export function Age({ at, short = false }: { at: string; short?: boolean }) {
  const minute = useMinute();
  return (
    <time dateTime={at} title={moment(at)} className="numbers">
      {ageOf(Date.parse(at), Math.max(minute, Date.now()), short)}
    </time>
  );
}

/** The moment itself, in the reader's own zone; `exact` to the second. */
export function Moment({ at, exact = false }: { at: string; exact?: boolean }) {
  return (
    <time dateTime={at} className="numbers">
      {exact ? exactMoment(at) : moment(at)}
    </time>
  );
}
