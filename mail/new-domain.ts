import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { SecretBox } from '../db/secret-box';

/** What a domain gets when it is added: a DKIM key of its own (RSA, 2048 bits: RFC 8301) and a token. */
export async function newDomain(name: string, secrets: SecretBox) {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    name,
    verificationToken: randomBytes(16).toString('hex'),
    // One of our own, so that it never meets another service's key.
    dkimSelector: `ticketloom-${randomBytes(3).toString('hex')}`,
    dkimPublicKey: publicKey.toString('base64'),
    sealedPrivateKey: secrets.seal(privateKey),
  };
}
