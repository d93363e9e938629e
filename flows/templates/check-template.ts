import Handlebars from 'handlebars';
import { suggestion } from '../language/suggest';
import { blockHelpers, helperNames, helpers, type Helper } from './helpers';
import { mayHoldAnything, pathProblems, type TemplateVariables, type Wanted } from './known-path';
import type { TemplateKind } from './template';

/** Everything wrong with a template: syntax, unknown variables and helpers, unsafe output. */
export function templateProblems(
  source: string,
  kind: TemplateKind,
  variables: TemplateVariables,
): string[] {
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(source);
  } catch (error) {
    return [syntaxSentence(error instanceof Error ? error.message : String(error))];
  }
  return inProgram(program, { kind, variables, loops: 0, itemsHaveParts: false });
}

/** How often a template says `{{name}}` outside of every block, and how often it names it at all. */
export function usesOf(source: string, name: string): { plain: number; all: number } {
  const { body } = Handlebars.parse(source);
  const isNamed = (node: unknown): boolean =>
    isNode(node) && node.type === 'PathExpression' && node['original'] === name;
  const plain = body.filter((node) => {
    const { type, path, params } = node as hbs.AST.MustacheStatement;
    return type === 'MustacheStatement' && isNamed(path) && params.length === 0;
  });
  const count = (node: unknown): number => {
    if (Array.isArray(node)) return node.reduce<number>((sum, one) => sum + count(one), 0);
    if (!isNode(node)) return 0;
    return isNamed(node) ? 1 : count(Object.values(node));
  };
  return { plain: plain.length, all: count(body) };
}

function isNode(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null;
}

/** The parser's message names the line, and what stands before the place. */
function syntaxSentence(message: string): string {
  const [first = '', near = ''] = message.split('\n');
  const line = /on line (\d+)/.exec(first)?.[1] ?? /- (\d+):\d+$/.exec(first)?.[1];
  if (!line) return `the template cannot be read: ${first.slice(0, 300)}`;
  const what = first.startsWith('Parse error') ? `near "${near.trim()}"` : first.split(' - ')[0]!;
  return `the template cannot be read, line ${line}: ${what.slice(0, 200)}; each {{ needs its }}, each {{#if …}} its {{/if}}`;
}

interface Scope {
  kind: TemplateKind;
  variables: TemplateVariables;
  /** How many `each` stand around this place. */
  loops: number;
  /** Whether what the loop goes over may be more than values. */
  itemsHaveParts: boolean;
}

function inProgram(program: hbs.AST.Program | undefined, scope: Scope): string[] {
  return (program?.body ?? []).flatMap((statement) => inStatement(statement, scope));
}

function inStatement(statement: hbs.AST.Statement, scope: Scope): string[] {
  switch (statement.type) {
    case 'ContentStatement':
    case 'CommentStatement':
      return [];
    case 'MustacheStatement':
      return inMustache(statement as hbs.AST.MustacheStatement, scope);
    case 'BlockStatement':
      return inBlock(statement as hbs.AST.BlockStatement, scope);
    default:
      return ['partials and decorators ({{> …}}, {{* …}}) cannot be used here'];
  }
}

function inMustache(statement: hbs.AST.MustacheStatement, scope: Scope): string[] {
  const { path, params, hash } = statement;
  const raw =
    scope.kind === 'html' && !statement.escaped
      ? ['write {{…}} instead of {{{…}}}: values in HTML are always escaped']
      : [];
  if (path.type !== 'PathExpression') return ['a text in {{…}} needs no braces; write it as it is'];
  if (params.length > 0 || hash)
    return [...raw, ...inCall({ path: path as hbs.AST.PathExpression, params, hash }, scope)];
  const { original } = path as hbs.AST.PathExpression;
  if (scope.loops > 0 && Object.hasOwn(helpers, original)) {
    return [`"${original}" is a helper; write {{this.${original}}} for a part of the item`];
  }
  return [...raw, ...inExpression(path, scope, 'value')];
}

function inBlock(block: hbs.AST.BlockStatement, scope: Scope): string[] {
  const name = block.path.original;
  if (!(blockHelpers as readonly string[]).includes(name)) {
    return [`there is no block "${name}".${suggestion(name, blockHelpers)}`];
  }
  if (block.params.length !== 1 || block.hash || block.program?.blockParams) {
    return [`{{#${name} …}} takes one thing and nothing else`];
  }
  const isEach = name === 'each';
  if (isEach && scope.loops > 0) return ['one {{#each}} cannot stand in another'];
  const about = inExpression(block.params[0]!, scope, isEach ? 'list' : 'any');
  const inside = isEach ? loopOver(block.params[0]!, scope) : scope;
  return [...about, ...inProgram(block.program, inside), ...inProgram(block.inverse, scope)];
}

function loopOver(list: hbs.AST.Expression, scope: Scope): Scope {
  const parts = (
    list.type === 'PathExpression' ? (list as hbs.AST.PathExpression).parts : []
  ) as string[];
  const itemsHaveParts = mayHoldAnything(parts, scope.variables);
  return { ...scope, loops: scope.loops + 1, itemsHaveParts };
}

function inExpression(expression: hbs.AST.Node, scope: Scope, wanted: Wanted): string[] {
  if (expression.type === 'SubExpression') {
    return inCall(expression as hbs.AST.SubExpression, scope);
  }
  if (expression.type !== 'PathExpression') return [];
  return inPath(expression as hbs.AST.PathExpression, scope, wanted);
}

function inCall(
  { path, params, hash }: Pick<hbs.AST.SubExpression, 'path' | 'params'> & { hash?: unknown },
  scope: Scope,
): string[] {
  const name = path.original;
  if (!Object.hasOwn(helpers, name)) {
    return [`there is no helper "${name}".${suggestion(name, helperNames)}`];
  }
  const helper: Helper = helpers[name as keyof typeof helpers];
  const takes = helper.arguments;
  if (params.length !== takes || hash) {
    return [`"${name}" takes ${takes} ${takes === 1 ? 'value' : 'values'}`];
  }
  const second = params[1] as Partial<hbs.AST.StringLiteral> | undefined;
  const written = second?.type === 'StringLiteral' || second?.type === 'NumberLiteral';
  const wrong = written ? (helper.wrong?.(second.value) ?? null) : null;
  if (wrong !== null) return [`"${name}": ${wrong}`];
  const wanted = (index: number): Wanted => {
    if (name === 'join' && index === 0) return 'list';
    return name === 'eq' ? 'any' : 'value';
  };
  return params.flatMap((param, index) => inExpression(param, scope, wanted(index)));
}

const loopData = ['index', 'first', 'last'];

function inPath(path: hbs.AST.PathExpression, scope: Scope, wanted: Wanted): string[] {
  const name = path.original;
  const parts = path.parts as unknown[];
  if (path.data) {
    return scope.loops > 0 && parts.length === 1 && loopData.includes(String(parts[0]))
      ? []
      : [`"${name}" is not known here`];
  }
  if (!parts.every((part) => typeof part === 'string')) return [`"${name}" is not known here`];
  // In a loop `this` is the item; everything outside of it is reached by `../`.
  if (path.depth < scope.loops) {
    if (path.depth === 0 && (parts.length === 0 || scope.itemsHaveParts)) return [];
    return [`in {{#each}} write "this" for the item, or "${'../'.repeat(scope.loops)}…"`];
  }
  if (path.depth > scope.loops) return [`"${name}" leads outside of the template`];
  return pathProblems(name, parts, scope.variables, wanted);
}
