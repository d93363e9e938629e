/** An expression as it is evaluated: what JSON can say, and nothing of the parser's. */
export type CelNode =
  | { op: 'literal'; value: string | number | boolean | null }
  | { op: 'name'; name: string }
  | { op: 'member'; of: CelNode; key: CelNode }
  | { op: 'list'; items: CelNode[] }
  | { op: 'map'; entries: [CelNode, CelNode][] }
  | { op: 'choose'; when: CelNode; then: CelNode; else: CelNode }
  | { op: 'logic'; sign: '&&' | '||'; left: CelNode; right: CelNode }
  | { op: 'not' | 'minus'; of: CelNode }
  | { op: 'binary'; sign: BinarySign; left: CelNode; right: CelNode }
  | { op: 'has'; of: CelNode }
  | LoopNode
  | { op: 'call'; name: string; arguments: CelNode[] };

/** `list.exists(item, test)` and its like; only `map` may have a test and a body. */
export interface LoopNode {
  op: 'loop';
  kind: LoopKind;
  list: CelNode;
  item: string;
  test: CelNode | null;
  body: CelNode;
}

export const loopKinds = ['all', 'exists', 'exists_one', 'filter', 'map'] as const;
export type LoopKind = (typeof loopKinds)[number];

export const binarySigns = [
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  'in',
] as const;
export type BinarySign = (typeof binarySigns)[number];

/** How a name and its parts were written, as in `ticket.fields.city`, or null where it has none. */
export function writtenPath(node: CelNode): string[] | null {
  if (node.op === 'name') return [node.name];
  if (node.op !== 'member' || node.key.op !== 'literal') return null;
  const above = writtenPath(node.of);
  return above && [...above, String(node.key.value)];
}

/** A path as an expression names it: `steps["a-step"].outcome`. */
export function asWritten(path: readonly string[] | null): string | null {
  if (!path) return null;
  return path
    .map((part, index) => {
      if (index === 0) return part;
      return /^[a-zA-Z_]\w*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('');
}

/** The expressions that an expression is made of. */
export function partsOf(node: CelNode): CelNode[] {
  switch (node.op) {
    case 'literal':
    case 'name':
      return [];
    case 'member':
      return [node.of, node.key];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
    case 'choose':
      return [node.when, node.then, node.else];
    case 'logic':
    case 'binary':
      return [node.left, node.right];
    case 'not':
    case 'minus':
    case 'has':
      return [node.of];
    case 'loop':
      return [node.list, ...(node.test ? [node.test] : []), node.body];
    case 'call':
      return node.arguments;
  }
}
