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
const cache = new Map<string, Handlebars.TemplateDelegate>();
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
    rendered = compiled(source, kind)(printable(values), {
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

function compiled(source: string, kind: TemplateKind): Handlebars.TemplateDelegate {
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
  cache.set(key, template);
  return template;
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
