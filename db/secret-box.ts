import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { DomainError } from '../domain/domain-error';

/** Keeps passwords and keys so that the database alone does not tell them. */
export interface SecretBox {
  /** The text sealed (AES-256-GCM, NIST SP 800-38D), as it is stored. Never the same twice. */
  seal(text: string): string;
  /** Throws `secret-not-readable` when it was sealed with another key. */
  open(sealed: string): string;
}

/**
 * With `SECRET_KEY` the key stands outside the database; without it, it is made of the
 * installation's own secret, and whoever has a whole copy of the database can read what is sealed.
 */
export function openSecretBox(
  secretKey: string | undefined,
  installation: { secret: Buffer },
): SecretBox {
  const from = secretKey ?? installation.secret;
  const key = Buffer.from(hkdfSync('sha256', from, '', 'ticketloom/secret-box', 32));
  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 28));
        return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new DomainError(
          'secret-not-readable',
          'A stored password cannot be read: SECRET_KEY is not the one that it was stored with. Set the former one, or enter the password again.',
          [],
          { cause },
        );
      }
    },
  };
}
