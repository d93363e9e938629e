import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import openapiTypescript, { astToString, COMMENT_HEADER, type OpenAPI3 } from 'openapi-typescript';
import { openApiDocument } from '../api/routes';

/** The types that the UI's API client is checked with; kept in the repository. */
export const apiTypesFile = path.join(__dirname, '..', 'admin-ui', 'src', 'api', 'schema.d.ts');

/** TypeScript of the API's own OpenAPI document. Needs no server. */
export async function apiTypes(): Promise<string> {
  const document = JSON.parse(JSON.stringify(openApiDocument())) as OpenAPI3;
  return COMMENT_HEADER + astToString(await openapiTypescript(document));
}

/**
 * `npm run generate:api`: after the API's schemas have changed. With `--check` it writes nothing
 * and fails when the kept file says something else.
 */
if (require.main === module) void main();

async function main(): Promise<void> {
  const source = await apiTypes();
  if (!process.argv.includes('--check')) {
    writeFileSync(apiTypesFile, source);
    return;
  }
  if (readFileSync(apiTypesFile, 'utf8') === source) return;
  process.stderr.write('The API has changed and the UI’s types have not: npm run generate:api\n');
  process.exitCode = 1;
}
