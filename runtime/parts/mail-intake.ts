import { readCertificate, watchCertificate } from '../../mail/certificate';
import { openMailIntake } from '../../mail/mail-intake';
import { startSmtpIntake } from '../../mail/smtp-intake';
import type { Part } from '../product';
import { portProblem } from './ports';

/** Takes mail by SMTP and makes it part of tickets. */
export const mailIntake: Part = {
  name: 'mail intake',
  roles: ['all', 'api'],
  async start(product) {
    const { env, db, log } = product;
    const { host, smtpPort: port } = env;
    const tls = env.smtpTls && (await readCertificate(env.smtpTls));
    const intake = openMailIntake({
      db,
      log,
      publicUrl: product.publicUrl,
      checks: {
        resolveDns: product.resolveDns,
        relays: env.mailRelays,
        authservIds: env.mailAuthservIds,
      },
    });
    product.intake = intake;
    try {
      const smtp = await startSmtpIntake({
        db,
        intake,
        host,
        port,
        tls,
        relays: env.mailRelays,
        log,
      });
      const renewed = smtp.useCertificate;
      const unwatch =
        env.smtpTls && tls ? watchCertificate(env.smtpTls, tls, { renewed, log }) : undefined;
      product.smtpPort = smtp.port;
      product.mailIsTaken = true;
      product.addresses.smtp = `${host}:${smtp.port}`;
      return async () => {
        product.mailIsTaken = false;
        unwatch?.();
        await smtp.stop();
        await intake.stop();
      };
    } catch (error) {
      await intake.stop();
      throw portProblem(error as Error, { host, port, variable: 'SMTP_PORT' });
    }
  },
};
