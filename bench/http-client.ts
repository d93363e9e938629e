import http from 'node:http';

/** The API as a program uses it: kept connections, a key, JSON. Throws on any refusal. */
export interface HttpClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  patch<T>(path: string, body: object): Promise<T>;
  close(): void;
}

export function openHttpClient({ port, key }: { port: number; key: string }): HttpClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

  const send = <T>(method: string, path: string, body?: object): Promise<T> =>
    new Promise((resolve, reject) => {
      const payload = body ? JSON.stringify(body) : undefined;
      const length = payload ? { 'content-length': Buffer.byteLength(payload) } : {};
      const request = http.request(
        { host: '127.0.0.1', port, agent, method, path, headers: { ...headers, ...length } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (response.statusCode! < 300) resolve(JSON.parse(text) as T);
            else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
          });
        },
      );
      request.on('error', reject);
      request.end(payload);
    });

  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    patch: (path, body) => send('PATCH', path, body),
    close: () => agent.destroy(),
  };
}
