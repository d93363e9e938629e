/** A line of a mail, of plain text or of HTML, as it is looked at to tell quotes from own words. */
export interface MailLine {
  text: string;
  /**
   * `quoted`: marked as a quote. `signature`: marked as one. `head`: a mail program's mark that all
   * below is the mail which is answered. `rule`: a line across.
   */
  kind: 'text' | 'quoted' | 'signature' | 'head' | 'rule';
}

export function plainLines(text: string): MailLine[] {
  return text.split('\n').map((line) => ({ text: line, kind: kindOf(line) }));
}

export function isBlank({ text, kind }: MailLine): boolean {
  return kind === 'rule' || text.trim() === '';
}

function kindOf(line: string): MailLine['kind'] {
  if (/^\s?>/.test(line)) return 'quoted';
  return /^\s*[_-]{10,}\s*$/.test(line) ? 'rule' : 'text';
}
