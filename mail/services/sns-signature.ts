import { verify, X509Certificate } from 'node:crypto';
import { isAmazonSns, type FetchAmazon } from './fetch-amazon';
import { refuseForged, signatureMissing } from './service-mail';

/** A message of Amazon SNS; the fields that its signature covers, and the signature. */
export type SnsMessage = Record<string, string>;

const algorithms: Record<string, string> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

const signedFields: Record<string, readonly string[]> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
};
const signedOfOthers = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
] as const;

/** Refuses a message that is not signed (version 1 or 2) with a certificate that Amazon SNS serves. */
export async function checkSnsSignature(message: SnsMessage, fetch: FetchAmazon): Promise<void> {
  const { Signature: signature, SignatureVersion: version = '', SigningCertURL: from } = message;
  const algorithm = Object.hasOwn(algorithms, version) ? algorithms[version] : undefined;
  if (!signature || !algorithm || !from) throw signatureMissing();
  refuseForged(isAmazonSns(from) && new URL(from).pathname.endsWith('.pem'));
  const certificate = await certificateFrom(from, fetch);
  const key = certificate?.publicKey;
  const signed = Buffer.from(canonical(message));
  const isGenuine =
    key?.asymmetricKeyType === 'rsa' &&
    verify(algorithm, signed, key, Buffer.from(signature, 'base64'));
  refuseForged(isGenuine);
}

/** What is signed: each field's name and value, a line each. */
export function canonical(message: SnsMessage): string {
  const names = signedFields[message['Type']!] ?? signedOfOthers;
  return names
    .filter((name) => message[name] !== undefined)
    .map((name) => `${name}\n${message[name]}\n`)
    .join('');
}

// Amazon has one certificate a region and changes it once a year.
const known = new Map<string, string>();
const mostKnown = 50;

/** Null when it is none, or not valid today. */
async function certificateFrom(url: string, fetch: FetchAmazon): Promise<X509Certificate | null> {
  const pem = known.get(url) ?? (await fetch(url));
  try {
    const certificate = new X509Certificate(pem);
    const now = Date.now();
    const isValid =
      Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);
    if (!isValid) {
      known.delete(url);
      return null;
    }
    if (known.size >= mostKnown) known.clear();
    known.set(url, pem);
    return certificate;
  } catch {
    return null;
  }
}
