interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema?: unknown;
  }[];
  requestBody?: { content: Record<string, { schema?: unknown }> };
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}

interface OpenApi {
  info: { title: string; description?: string };
  tags?: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, unknown> };
}

/** The OpenAPI document as one page: no script, no font and no style from anywhere else. */
export function docsPage(document: object): string {
  const api = document as OpenApi;
  const calls = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = (api.tags ?? []).map((tag) => tag.name);
  const sections = tags.map((tag) => {
    const inTag = calls.filter((call) => call.operation.tags?.includes(tag));
    return `<section id="${escape(tag)}"><h2>${escape(tag)}</h2>${inTag.map(callHtml).join('')}</section>`;
  });
  const schemas = Object.entries(api.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary>${json(schema)}</details>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(api.info.title)} API</title><link rel="stylesheet" href="/api/docs/style.css"></head>
<body><header><h1>${escape(api.info.title)} API</h1><p>${escape(api.info.description ?? '')}</p>
<p>For programs: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p></header>
<nav aria-label="Resources">${tags.map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join(' ')}</nav>
<main>${sections.join('')}<section id="schemas"><h2>Schemas</h2>${schemas.join('')}</section></main>
</body></html>`;
}

function callHtml({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string {
  const parameters = (operation.parameters ?? []).map(
    (one) =>
      `<tr><td><code>${escape(one.name)}</code></td><td>${escape(one.in)}${one.required ? ', required' : ''}</td>` +
      `<td>${escape(one.description ?? '')} ${json(one.schema)}</td></tr>`,
  );
  const contents = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<h4>Body, ${escape(type)}</h4>${json(schema)}`,
  );
  const answers = Object.entries(operation.responses).map(([status, { content }]) => {
    const kinds = Object.entries(content ?? {}).map(
      ([type, { schema }]) => `${escape(type)} ${json(schema)}`,
    );
    return `<h4>Answer ${escape(status)}</h4>${kinds.join('') || '<p>Nothing.</p>'}`;
  });
  return `<details><summary><b>${escape(method.toUpperCase())}</b> <code>${escape(path)}</code> ${escape(operation.summary ?? '')}</summary>
<p>${escape(operation.description ?? '')}</p>${parameters.length > 0 ? `<table>${parameters.join('')}</table>` : ''}
${contents.join('')}${answers.join('')}</details>`;
}

function json(value: unknown): string {
  if (value === undefined) return '';
  const text = escape(JSON.stringify(value, null, 2));
  const linked = text.replaceAll(
    /&quot;#\/components\/schemas\/(\w+)&quot;/g,
    '<a href="#schema-$1">$1</a>',
  );
  return `<pre tabindex="0">${linked}</pre>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export const docsStyle = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 60rem; padding: 1rem }
nav a { margin-right: .5rem }
details { border-bottom: 1px solid #8884; padding: .4rem 0 }
summary { cursor: pointer }
summary b { display: inline-block; min-width: 4.5rem }
pre { overflow: auto; padding: .5rem; background: #8881; font-size: 13px }
td { vertical-align: top; padding: .2rem .6rem .2rem 0 }
`;
