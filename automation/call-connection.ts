import type { Connection } from '../db/connection-store';
import type { SecretBox } from '../db/secret-box';
import {
  ActionError,
  type HttpAnswer,
  type HttpPort,
  type HttpRequest,
} from '../plugins/kit/action';

/**
 * Sends a request with the secret of a connection, to where that may go only: the origin of the base
 * address, at its path or below it. Where the answer repeats the secret it is blotted out.
 */
export async function callConnection(
  { http, secrets }: { http: HttpPort; secrets: SecretBox },
  connection: Connection,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const url = addressBelow(connection.baseUrl, request.url);
  if (url === null) {
    throw new ActionError(
      'outside-connection',
      `The address is not below ${connection.baseUrl}, where the connection ${connection.name} leads.`,
    );
  }
  const { sealedSecret } = connection;
  const secret = sealedSecret === null ? null : secrets.open(sealedSecret);
  const signIn = secret === null ? null : signInWith(connection, secret);
  if (signIn && Object.keys(request.headers).some((name) => name.toLowerCase() === signIn.name)) {
    throw new ActionError(
      'header-not-allowed',
      `The connection ${connection.name} sets the header ${signIn.name}; leave it out.`,
    );
  }
  const headers = { ...request.headers, ...(signIn && { [signIn.name]: signIn.value }) };
  const answer = await http.send({ ...request, url, headers });
  return secret === null || !signIn ? answer : without([secret, signIn.value], answer);
}

/**
 * An address as it is sent, or null when it is not the base address and not below it: another
 * origin, `..` in whatever spelling. `url` is an absolute address, or a path below the base.
 */
export function addressBelow(baseUrl: string, url: string): string | null {
  const base = new URL(baseUrl);
  const folder = base.pathname.replace(/\/*$/, '/');
  const wanted = /^[a-z][a-z\d+.-]*:/i.test(url) ? url : joined(base, folder, url);
  if (hasControlCharacters(wanted) || leadsUp(wanted) || !URL.canParse(wanted)) return null;
  const target = new URL(wanted);
  if (target.origin !== base.origin || !`${target.pathname}/`.startsWith(folder)) return null;
  if (target.username !== '' || target.password !== '') return null;
  target.hash = '';
  return target.href;
}

/** The base address itself keeps the end that it has. */
function joined(base: URL, folder: string, url: string): string {
  const rest = url.replace(/^[/\\]+/, '');
  return `${base.origin}${/^([?#]|$)/.test(rest) ? base.pathname : folder}${rest}`;
}

/** Tabs and line ends would be taken out of an address: what is checked must be what is sent. */
function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** Servers and proxies may decode a path again, or take backslashes for slashes. */
function leadsUp(address: string): boolean {
  let path = address.replace(/[?#].*$/s, '');
  for (let round = 0; round < 3; round += 1) {
    if (/(^|[/\\])\.\.([/\\;]|$)/.test(path)) return true;
    path = path.replaceAll(/%(2e|2f|5c|25)/gi, (code) => decodeURIComponent(code));
  }
  return /(^|[/\\])\.\.([/\\;]|$)/.test(path);
}

function signInWith(
  { kind, userName, headerName }: Connection,
  secret: string,
): { name: string; value: string } | null {
  if (kind === 'bearer') return { name: 'authorization', value: `Bearer ${secret}` };
  if (kind === 'header') return { name: headerName!, value: secret };
  if (kind === 'none') return null;
  const pair = Buffer.from(`${userName}:${secret}`).toString('base64');
  return { name: 'authorization', value: `Basic ${pair}` };
}

/** Shorter ones stand in every text. */
const leastBlotted = 6;

/** Some programs answer what they were sent, as a debugging help. */
function without(secrets: readonly string[], answer: HttpAnswer): HttpAnswer {
  const forms = secrets
    .flatMap((secret) => [
      secret,
      secret.replace(/^Basic /, ''),
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
    ])
    .filter((form) => form.length >= leastBlotted);
  const blot = (text: string): string =>
    forms.reduce((rest, form) => rest.replaceAll(form, '(secret)'), text);
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, blot(value)]);
  return { ...answer, headers: Object.fromEntries(headers), body: blot(answer.body) };
}
