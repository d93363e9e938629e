import { z } from 'zod';
import { languageVersion } from '../../flows/language/document';
import { integerText } from '../http/fields';

export const flowSchemaParams = z.strictObject({
  version: integerText({ min: 1, max: languageVersion }).meta({
    description: 'The `language` of the documents.',
  }),
});
