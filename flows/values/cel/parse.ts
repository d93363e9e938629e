import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { TemplateError } from '../../templates/template-error';
import { sourceMaxLength } from '../value';
import { binarySigns, loopKinds, type BinarySign, type CelNode, type LoopKind } from './node';

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: 500,
    maxDepth: 30,
    maxListElements: 100,
    maxMapEntries: 100,
    maxCallArguments: 10,
  },
});

const cacheSize = 500;
const cache = new Map<string, CelNode>();

/**
 * The Common Expression Language, read by a library and evaluated by us: JSON has one kind of
 * number where CEL has three, and the library's own evaluation has no bound on its work.
 * Throws `TemplateError`.
 */
export function parseCel(source: string): CelNode {
  const known = cache.get(source);
  if (known) return known;
  if (source.length > sourceMaxLength.cel) {
    throw new TemplateError(`an expression has at most ${sourceMaxLength.cel} characters`);
  }
  const node = fromLibrary(parsed(source));
  if (cache.size >= cacheSize) cache.delete(cache.keys().next().value!);
  cache.set(source, node);
  return node;
}

function parsed(source: string): ASTNode {
  try {
    return environment.parse(source).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const before = source.slice(0, error.range?.start ?? 0).split('\n');
    const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
    throw new TemplateError(`the expression cannot be read, ${place}: ${error.summary}`);
  }
}

function fromLibrary(node: ASTNode): CelNode {
  switch (node.op) {
    case 'value':
      return { op: 'literal', value: literalOf(node.args) };
    case 'id':
      return { op: 'name', name: node.args };
    case '.': {
      const key: CelNode = { op: 'literal', value: node.args[1] };
      return { op: 'member', of: fromLibrary(node.args[0]), key };
    }
    case '[]':
      return { op: 'member', of: fromLibrary(node.args[0]), key: fromLibrary(node.args[1]) };
    case 'list':
      return { op: 'list', items: node.args.map(fromLibrary) };
    case 'map':
      return {
        op: 'map',
        entries: node.args.map(([key, value]) => [fromLibrary(key), fromLibrary(value)]),
      };
    case '?:': {
      const [when, then, otherwise] = node.args.map(fromLibrary) as [CelNode, CelNode, CelNode];
      return { op: 'choose', when, then, else: otherwise };
    }
    case '&&':
    case '||': {
      const [left, right] = node.args;
      return { op: 'logic', sign: node.op, left: fromLibrary(left), right: fromLibrary(right) };
    }
    case '!_':
      return { op: 'not', of: fromLibrary(node.args) };
    case '-_':
      return { op: 'minus', of: fromLibrary(node.args) };
    case 'call': {
      const [name, given] = node.args;
      return calling(name, given.map(fromLibrary));
    }
    case 'rcall': {
      const [name, of, given] = node.args;
      return loopOf(name, of, given) ?? calling(name, [of, ...given].map(fromLibrary));
    }
    default:
      break;
  }
  const sign = binarySigns.find((one): one is BinarySign => one === node.op);
  if (!sign) throw new TemplateError(`"${node.op}" cannot be used in expressions here`);
  const [left, right] = node.args as [ASTNode, ASTNode];
  return { op: 'binary', sign, left: fromLibrary(left), right: fromLibrary(right) };
}

/** `x.lower()` says the same as `lower(x)`. */
function calling(name: string, given: CelNode[]): CelNode {
  if (name !== 'has') return { op: 'call', name, arguments: given };
  const [of] = given;
  if (given.length === 1 && of?.op === 'member') return { op: 'has', of };
  throw new TemplateError('has() takes the part of something, as in has(assignee.name)');
}

function loopOf(name: string, list: ASTNode, given: ASTNode[]): CelNode | null {
  const kind = loopKinds.find((one): one is LoopKind => one === name);
  if (!kind) return null;
  const [item, ...parts] = given;
  const [first, second] = parts.map(fromLibrary);
  const two = kind === 'map' && second !== undefined;
  if (item?.op !== 'id' || !first || parts.length > (kind === 'map' ? 2 : 1)) {
    throw new TemplateError(`write ${kind} as in ticket.tags.${kind}(tag, …)`);
  }
  return {
    op: 'loop',
    kind,
    list: fromLibrary(list),
    item: item.args,
    test: two ? first : null,
    body: two ? second : first,
  };
}

function literalOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'object' && !('value' in value)) {
    throw new TemplateError('bytes (b"…") cannot be used in expressions here');
  }
  const number = Number(value);
  if (typeof value === 'number' || Number.isSafeInteger(number)) return number;
  throw new TemplateError(`the number ${String(value)} is too large`);
}
