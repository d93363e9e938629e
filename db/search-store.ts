import { query, type Database } from './database';
import { wordsMeant } from './search-words';
import { findTicketViews, type TicketView } from './ticket-view-store';

/** A ticket that was found, with the texts that its snippet is cut from, best place first. */
export interface FoundTicket {
  view: TicketView;
  score: number;
  texts: FoundText[];
}

export interface FoundText {
  kind: 'description' | 'reply' | 'note' | 'customer' | 'system' | 'forward';
  author: string;
  text: string;
}

/** The last ticket of the page before. */
export interface FoundPlace {
  score: number;
  number: number;
}

/**
 * What somebody typed, as Postgres and the marking of snippets take it. Every word must be there;
 * three letters and more also find what begins with them, and a word that no ticket has stands
 * for those spelt alike.
 */
export interface SearchQuery {
  tsquery: string;
  /** What is marked in a snippet: the beginnings, or the whole words meant. */
  words: string[];
}

/** Only this many of the newest matches are ranked: a word that half the tickets have costs no more. */
const ranked = 200;

/** Reads what was typed; null when it holds no word. */
export async function readSearch(db: Database, typed: string): Promise<SearchQuery | null> {
  const terms = await query<{ word: string; known: boolean }>(
    db,
    `SELECT word, EXISTS (
         SELECT 1 FROM search_words k WHERE k.word >= v.word AND k.word < v.word || '\uffff'
       ) OR v.word !~ '^[[:alpha:]]{4,24}$' AS known
     FROM (SELECT word COLLATE "C" AS word FROM unnest(tsvector_to_array(search_vector($1))) word) v
     LIMIT 12`,
    [typed],
  );
  if (terms.length === 0) return null;
  const meant = await Promise.all(
    terms.map(async ({ word, known }) => (known ? [word] : wordsMeant(db, word))),
  );
  return {
    tsquery: meant.map((words) => `(${words.map(lexeme).join(' | ')})`).join(' & '),
    words: meant.flat(),
  };
}

/** Tickets that hold every word, best first; a page of them with the texts to show. */
export async function findTickets(
  db: Database,
  { tsquery }: SearchQuery,
  page: { limit: number; after?: FoundPlace | undefined },
): Promise<FoundTicket[]> {
  const found = await query<FoundPlace>(
    db,
    `WITH newest AS MATERIALIZED (
       SELECT ticket, head, body FROM search_documents
       WHERE (head || body) @@ $1::tsquery
         AND NOT EXISTS (SELECT FROM tickets WHERE number = ticket AND removed IS NOT NULL)
       ORDER BY ticket DESC LIMIT ${ranked}
     ), scored AS (
       SELECT ticket AS number,
         round((ts_rank('{0.1, 0.3, 0.6, 1}', head || body, $1::tsquery) * 1e6)::numeric)::int AS score
       FROM newest
     )
     SELECT number, score FROM scored
     WHERE $2::int IS NULL OR (score, number) < ($2::int, $3::int)
     ORDER BY score DESC, number DESC LIMIT $4`,
    [tsquery, page.after?.score ?? null, page.after?.number ?? null, page.limit],
  );
  const numbers = found.map(({ number }) => number);
  const [views, texts] = await Promise.all([findTicketViews(db, numbers), textsOf(db, numbers)]);
  const byNumber = new Map(views.map((view) => [view.ticket.number, view]));
  return found.flatMap(({ number, score }) => {
    const view = byNumber.get(number);
    return view ? [{ view, score, texts: texts.get(number) ?? [] }] : [];
  });
}

const textLength = 8_000;
const textsEach = 30;

/** The newest messages of each ticket; what stands in a long one's beginning is enough to show. */
async function textsOf(
  db: Database,
  numbers: readonly number[],
): Promise<Map<number, FoundText[]>> {
  const rows = await query<FoundText & { ticket: number }>(
    db,
    `SELECT n AS ticket, m.* FROM unnest($1::int[]) n, LATERAL (
       SELECT kind, author->>'name' AS author, left(text, ${textLength}) AS text FROM messages
       WHERE ticket = n AND withdrawn_at IS NULL ORDER BY created_at DESC, id LIMIT ${textsEach}) m`,
    [numbers],
  );
  const texts = new Map<number, FoundText[]>();
  for (const { ticket, ...text } of rows) texts.set(ticket, [...(texts.get(ticket) ?? []), text]);
  return texts;
}

function lexeme(word: string): string {
  const quoted = `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
  return word.length >= 3 ? `${quoted}:*` : quoted;
}
