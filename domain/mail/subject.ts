import { withoutTags } from './reference-tag';

// Re and its translations, then Fwd and its translations, as mail programs write them.
const prefix =
  /^\s*(re|aw|antw|antwort|sv|vs|vá|odp|rv|res|rép|rif|ynt|fw|fwd|wg|tr|rv|enc|i|vl|doorst|回复|答复|转发|回覆|轉寄)\s*(\[\d+\])?\s*[:：]\s*/i;

/** What a subject is about: without prefixes of replies and forwards, tags of ours and odd blanks. */
export function plainSubject(subject: string): string {
  let plain = oneLine(withoutTags(subject));
  for (let next = plain.replace(prefix, ''); next !== plain; next = plain.replace(prefix, '')) {
    plain = next;
  }
  return plain.trim();
}

/** The subject of a reply: `Re: <title> <tag>`, on one line and short enough for every server. */
export function replySubject(title: string, tag: string): string {
  return subjectWith('Re', title, tag);
}

/** The subject of what goes to a third party: `Fwd: <title> <tag>`. */
export function forwardSubject(title: string, tag: string): string {
  return subjectWith('Fwd', title, tag);
}

function subjectWith(prefix: string, title: string, tag: string): string {
  return `${prefix}: ${oneLine(title).slice(0, 200).trim()} ${tag}`;
}

/** Line ends and other control characters become blanks: nothing in it can begin a header. */
export function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029\s]+/g, ' ').trim();
}
