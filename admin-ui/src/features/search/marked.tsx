import type { SearchResults } from '../../api/types';
import classes from './search.module.css';

export type Parts = SearchResults['items'][number]['title'];

/** Text with what was searched for marked. The parts are text, whatever is in them. */
export function Marked({ parts }: { parts: Parts }) {
  return (
    <>
      {parts.map(({ text, hit }, index) =>
        hit ? (
          <mark key={index} className={classes.hit}>
            {text}
          </mark>
        ) : (
          <span key={index}>{text}</span>
        ),
      )}
    </>
  );
}
