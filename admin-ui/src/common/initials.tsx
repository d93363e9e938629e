import classes from './initials.module.css';

/** A round mark with the first letters; decoration beside the name itself. */
export function Initials({ name, size = 28 }: { name: string; size?: number }) {
  const letters = name
    .split(/[\s@.]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]!.toLocaleUpperCase())
    .join('');
  return (
    <span
      aria-hidden
      className={classes.mark}
      data-tone={[...name].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0) % 5}
      style={{ width: size, height: size, fontSize: size * 0.4 }}
    >
      {letters}
    </span>
  );
}
