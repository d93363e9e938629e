import { createHmac } from 'node:crypto';
import { invalidInput } from './validate';

/**
 * A place in a list as text that callers hand back and cannot make up. `scope` is the list with
 * its filters: a cursor of one list does not work in another.
 */
export function encodeCursor(secret: Buffer, scope: unknown, place: unknown): string {
  const payload = Buffer.from(JSON.stringify(place)).toString('base64url');
  return `${payload}.${sign(secret, scope, payload)}`;
}

/** The place that a cursor names, or `invalid-input` when it is not one of this list. */
export function decodeCursor<Place>(secret: Buffer, scope: unknown, cursor: string): Place {
  const [payload = '', signature] = cursor.split('.');
  if (signature !== sign(secret, scope, payload)) {
    const message = 'this is no cursor of this list with these filters; begin without one';
    throw invalidInput([{ path: 'cursor', message }]);
  }
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Place;
}

function sign(secret: Buffer, scope: unknown, payload: string): string {
  const text = `cursor\n${JSON.stringify(scope)}\n${payload}`;
  return createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22);
}
