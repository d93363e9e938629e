import { dkimSign } from 'mailauth/lib/dkim/sign';

export interface DkimKey {
  domain: string;
  selector: string;
  /** PEM. */
  privateKey: string;
}

/**
 * A mail with a DKIM signature on top (RFC 6376, rsa-sha256). The same mail, key and time give the same
 * bytes. Throws when the key cannot be used.
 */
export async function signMail(raw: Buffer, key: DkimKey, at: Date): Promise<Buffer> {
  const { domain: signingDomain, selector, privateKey } = key;
  const one = { signingDomain, selector, privateKey };
  const { signatures, errors } = await dkimSign(raw, {
    ...one,
    // The types know one key besides the list, the code only the list.
    signatureData: [one],
    canonicalization: 'relaxed/relaxed',
    algorithm: 'rsa-sha256',
    signTime: at,
  });
  if (errors.length > 0) throw new Error(`the mail could not be signed for ${signingDomain}`);
  return Buffer.concat([Buffer.from(signatures), raw]);
}
