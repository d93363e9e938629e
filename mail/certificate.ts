import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { DomainError } from '../domain/domain-error';

/** A certificate with its key, as PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

export interface CertificateFiles {
  certFile: string;
  keyFile: string;
}

const lookEveryMs = 60_000;

/** Reads both files. Throws `certificate-not-usable` with what to do. */
export async function readCertificate({
  certFile,
  keyFile,
}: CertificateFiles): Promise<Certificate> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(
      'certificate-not-usable',
      `The certificate for STARTTLS cannot be used (${why}): SMTP_TLS_CERT and SMTP_TLS_KEY name the files of a certificate with its chain and of its key, both PEM.`,
      [],
      { cause },
    );
  }
}

/** Tells when the files hold another certificate, as after a renewal. Answers how to stop looking. */
export function watchCertificate(
  files: CertificateFiles,
  first: Certificate,
  { renewed, log }: { renewed: (certificate: Certificate) => void; log: Logger },
  everyMs = lookEveryMs,
): () => void {
  let known = first;
  const timer = setInterval(() => {
    readCertificate(files).then(
      (now) => {
        if (now.cert === known.cert && now.key === known.key) return;
        known = now;
        renewed(now);
        log.info('the certificate for STARTTLS was renewed');
      },
      (err: unknown) => log.warn({ err }, 'the certificate for STARTTLS cannot be renewed'),
    );
  }, everyMs);
  return () => clearInterval(timer);
}
