import path from 'node:path';

/** Where the JSON Schema of a version of the Flow language is kept. */
export function flowSchemaFile(version: number): string {
  return path.join(__dirname, '../../docs/schemas', `flow-${version}.schema.json`);
}
