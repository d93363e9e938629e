import { Fragment, useMemo } from 'react';
import { namesIn } from '../../../../../domain/notification/mention';
import type { Message } from '../../../api/types';
import classes from './thread.module.css';

/** A note's words, with the people whom it mentions marked. */
export function MentionedText({ text, mentions }: { text: string; mentions: Message['mentions'] }) {
  const parts = useMemo(() => partsOf(text, mentions), [text, mentions]);
  return parts.map(({ words, isName }, index) =>
    isName ? (
      <span key={index} className={classes.mention}>
        {words}
      </span>
    ) : (
      <Fragment key={index}>{words}</Fragment>
    ),
  );
}

function partsOf(
  text: string,
  mentions: Message['mentions'],
): { words: string; isName: boolean }[] {
  const parts = [];
  let from = 0;
  for (const { start, end } of namesIn(text, mentions)) {
    if (start < from) continue;
    parts.push(
      { words: text.slice(from, start), isName: false },
      { words: text.slice(start, end), isName: true },
    );
    from = end;
  }
  return [...parts, { words: text.slice(from), isName: false }];
}
