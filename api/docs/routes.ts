import { z } from 'zod';
import { defineRoute, type Route } from '../http/define-route';
import { ok } from '../http/reply';
import { docsPage, docsStyle } from './page';

/** The routes that describe the API; the document is made once, when it is first asked for. */
export function docsRoutes(makeDocument: () => object): Route[] {
  let made: object | undefined;
  const document = (): object => (made ??= makeDocument());
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/openapi.json',
      summary: 'This API as an OpenAPI 3.1 document',
      access: 'public',
      responses: { 200: z.looseObject({ openapi: z.string() }) },
      async handler() {
        return ok(document());
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/docs',
      summary: 'The same for people',
      access: 'public',
      responses: { 200: { contentType: 'text/html', description: 'A page' } },
      async handler() {
        const body = docsPage(document());
        return { status: 200, body, contentType: 'text/html; charset=utf-8' };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/api/docs/style.css',
      summary: 'How that page looks',
      access: 'public',
      responses: { 200: { contentType: 'text/css', description: 'A style sheet' } },
      async handler() {
        return { status: 200, body: docsStyle, contentType: 'text/css; charset=utf-8' };
      },
    }),
  ];
}
