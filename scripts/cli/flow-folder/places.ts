import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { Problem } from '../../../domain/domain-error';

/** A problem where editors jump to; line and column count from 1. */
export interface PlacedProblem {
  line: number;
  column: number;
  message: string;
}

/** The problems of a document at their places in its text: at the key, or as near as there is one. */
export function placeProblems(text: string, problems: readonly Problem[]): PlacedProblem[] {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { schema: 'core', lineCounter: lines });
  return problems.map(({ path, message }) => {
    const offset = offsetOf(contents, path === '' ? [] : path.split('.'));
    const { line, col } = lines.linePos(offset);
    return { line, column: col, message: path === '' ? message : `${path}: ${message}` };
  });
}

/** Why a text is no YAML, at its places; `otherwise` says it where the parser has no place. */
export function syntaxProblems(text: string, otherwise: readonly Problem[]): PlacedProblem[] {
  const errors = parsingErrors(text);
  if (errors.length === 0) return placeProblems('', otherwise);
  return errors.map(({ linePos, message }) => ({
    line: linePos?.[0].line ?? 1,
    column: linePos?.[0].col ?? 1,
    message: message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
  }));
}

/** The parser gives up on what is nested too deeply. */
function parsingErrors(text: string): ReturnType<typeof parseDocument>['errors'] {
  try {
    return parseDocument(text, { schema: 'core', uniqueKeys: true, prettyErrors: true }).errors;
  } catch {
    return [];
  }
}

function offsetOf(root: Node | null, path: string[]): number {
  let node: unknown = root;
  let offset = startOf(root) ?? 0;
  for (const key of path) {
    if (isAlias(node)) break;
    if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
      continue;
    }
    const pair = isMap(node)
      ? node.items.find((one) => isScalar(one.key) && String(one.key.value) === key)
      : undefined;
    if (!pair) break;
    offset = startOf(pair.key) ?? offset;
    node = pair.value;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[0];
}
