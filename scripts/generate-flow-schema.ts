import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { flowSchemaFile } from '../api/flow-schemas/file';
import { flowJsonSchema, languageVersion } from '../flows/language/document';

/**
 * `npm run generate:flow-schema`: publishes the present version of the Flow language after it has
 * changed. Those of older versions stay as they are.
 */
async function main(): Promise<void> {
  const filepath = flowSchemaFile(languageVersion);
  const settings = await resolveConfig(filepath);
  const text = await format(JSON.stringify(flowJsonSchema()), { ...settings, filepath });
  writeFileSync(filepath, text);
}

void main();
