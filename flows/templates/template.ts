import Handlebars from 'handlebars';
import { reachPath } from '../values/path';
import { blockHelpers, helperNames, helpers } from './helpers';
import { TemplateError } from './template-error';

/** `text` is written as it is; in `html` every value is escaped. */
export type TemplateKind = 'text' | 'html';

const renderedMaxLength = 200_000;
/** No text has it: nobody can guess it. */
const partsMark = `\u{F0000}${Math.random()}\u{F0000}`;
const cacheSize = 500;
const cache = new Map<string, Compiled>();
const environment = isolatedEnvironment();

/**
 * A template with its values. Throws `TemplateError` when a value is missing: an empty place in a
 * customer's mail is worse than a step that fails. Values are reached as own properties only.
 */
export function renderTemplate(
  source: string,
  kind: TemplateKind,
  values: Record<string, unknown>,
): string {
  let rendered: string;
  try {
    const { template, groups } = compiled(source, kind);
    rendered = template(withGroups(printable(values), groups), {
      allowProtoPropertiesByDefault: false,
      allowProtoMethodsByDefault: false,
    });
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    throw new TemplateError(missingSentence(error, source, values), { cause: error });
  }
  if (rendered.includes(partsMark)) {
    throw new TemplateError(
      'the template would print a list or a group; name a part of it, or use {{#each}} or join',
    );
  }
  if (rendered.length > renderedMaxLength) throw new TemplateError('the text became too long');
  return rendered;
}

interface Compiled {
  template: Handlebars.TemplateDelegate;
  /** The groups that it reaches into: `steps.order` of `steps.order.number`. */
  groups: string[][];
}

function compiled(source: string, kind: TemplateKind): Compiled {
  const key = `${kind} ${source}`;
  const known = cache.get(key);
  if (known) return known;
  const template = environment.compile(source, {
    strict: true,
    noEscape: kind === 'text',
    knownHelpers: Object.fromEntries([...blockHelpers, ...helperNames].map((name) => [name, true])),
    knownHelpersOnly: true,
    preventIndent: true,
  });
  if (cache.size >= cacheSize) cache.delete(cache.keys().next().value!);
  const made = { template, groups: groupsIn(source) };
  cache.set(key, made);
  return made;
}

function groupsIn(source: string): string[][] {
  const groups: string[][] = [];
  class Paths extends Handlebars.Visitor {
    override PathExpression({ parts, original, data }: hbs.AST.PathExpression): void {
      if (data || original.startsWith('this')) return;
      for (let length = 1; length < parts.length; length += 1) groups.push(parts.slice(0, length));
    }
  }
  new Paths().accept(Handlebars.parse(source));
  return groups;
}

/**
 * The values with an empty group for each that is not there, such as a step that was passed by: what
 * is asked of it then has no value, where Handlebars would stumble.
 */
function withGroups(values: unknown, groups: readonly string[][]): unknown {
  for (const parts of groups) {
    let here = values;
    for (const part of parts) {
      if (typeof here !== 'object' || here === null || Array.isArray(here)) break;
      if (!Object.hasOwn(here, part)) {
        Object.defineProperty(here, part, { value: unprintable({}), enumerable: true });
      }
      here = (here as Record<string, unknown>)[part];
    }
  }
  return values;
}

/** Handlebars with our helpers and none of its own that reach further. */
function isolatedEnvironment(): typeof Handlebars {
  const own = Handlebars.create();
  for (const name of ['lookup', 'log', 'with', 'helperMissing', 'blockHelperMissing']) {
    own.unregisterHelper(name);
  }
  for (const name of helperNames) {
    const { run } = helpers[name];
    own.registerHelper(name, (a: unknown, b: unknown) => run(a, b));
  }
  own.registerHelper('if', function (this: unknown, about: unknown, block: Block) {
    return hasValue(about) ? block.fn(this) : block.inverse(this);
  });
  own.registerHelper('unless', function (this: unknown, about: unknown, block: Block) {
    return hasValue(about) ? block.inverse(this) : block.fn(this);
  });
  return own;
}

type Block = Handlebars.HelperOptions;

/** A group without any value, such as the assignee of an unassigned ticket, counts as none. */
function hasValue(about: unknown): boolean {
  if (typeof about === 'object' && about !== null) return Object.keys(about).length > 0;
  return Boolean(about);
}

/**
 * Strict mode refuses what is not there, but prints null as nothing: so null is not there. What has
 * parts prints a mark, since nobody means "[object Object]".
 */
function printable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return unprintable(value.map(printable));
  const parts = Object.entries(value)
    .filter(([, member]) => member !== null && member !== undefined)
    .map(([key, member]) => [key, printable(member)] as const);
  return unprintable(Object.fromEntries(parts));
}

/** Handlebars itself turns objects into texts, to compare them: so this must not throw. */
function unprintable<T extends object>(of: T): T {
  return Object.defineProperty(of, 'toString', { value: () => partsMark });
}

function missingSentence(error: unknown, source: string, values: Record<string, unknown>): string {
  const message = error instanceof Error ? error.message : String(error);
  const name = /"([^"]+)" not defined/.exec(message)?.[1];
  if (!name) return `the template cannot be rendered: ${message.split('\n')[0]}`;
  const path = pathsIn(source).find((one) => one.at(-1) === name && reachPath(values, one) == null);
  const missing = path?.join('.') ?? name;
  return `the variable "${missing}" has no value; write {{default ${missing} "…"}} or {{#if …}}`;
}

/** The dotted names in a template, for messages. */
function pathsIn(source: string): string[][] {
  return [...source.matchAll(/[\w-]+(?:\.[\w-]+)+/g)].map(([path]) => path.split('.'));
}
