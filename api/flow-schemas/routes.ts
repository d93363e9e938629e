import { readFile } from 'node:fs/promises';
import { defineRoute } from '../http/define-route';
import { flowSchemaFile } from './file';
import { flowSchemaParams } from './schema';

const contentType = 'application/schema+json';

export const flowSchemaRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/v1/flow-schemas/:version',
    summary: 'A version of the Flow language as JSON Schema (draft 2020-12)',
    access: 'flows.read',
    params: flowSchemaParams,
    responses: { 200: { contentType, description: 'The JSON Schema of documents' } },
    async handler({ params }) {
      const body = await readFile(flowSchemaFile(params.version));
      return { status: 200, body, contentType };
    },
  }),
];
