import type { Problem } from '../../domain/domain-error';
import { templateProblems } from '../templates/check-template';
import { pathProblems, type TemplateVariables } from '../templates/known-path';
import { celProblems } from './cel';
import { refParts } from './path';
import { dynamicPlaces, sourceMaxLength, type Dynamic } from './value';

/** Everything wrong with what a value names, each with its place in it. */
export function valueProblems(value: unknown, variables: TemplateVariables): Problem[] {
  return dynamicPlaces(value).flatMap(({ path, ...dynamic }) =>
    dynamicProblems(dynamic, variables).map((message) => ({ path, message })),
  );
}

/** The same for one dynamic part. */
export function dynamicProblems({ kind, source }: Dynamic, variables: TemplateVariables): string[] {
  if (kind !== 'template' && source.trim() === '') return ['this must not be empty'];
  if (source.length > sourceMaxLength[kind]) {
    return [`this has at most ${sourceMaxLength[kind]} characters`];
  }
  switch (kind) {
    case 'ref':
      return refProblems(source, variables);
    case 'template':
      return templateProblems(source, 'text', variables);
    case 'cel':
      return celProblems(source, variables);
  }
}

function refProblems(ref: string, variables: TemplateVariables): string[] {
  if (!/^[\w-]+(\.[\w-]+)*$/.test(ref)) {
    return ['write a name with its parts, as in ticket.priority'];
  }
  return pathProblems(ref, refParts(ref), variables, 'any');
}
