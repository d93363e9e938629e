import { randomBytes } from 'node:crypto';
import { ensureAdmin } from '../../api/sign-in/ensure-admin';
import type { Part } from '../product';

/** Kept from before the admin is made until the password was shown: a crash in between loses it not. */
export const untoldPasswordName = 'untold-admin-password';

/** Makes the first admin, whose password is the environment's or a new one. */
export const firstAdmin: Part = {
  name: 'first admin',
  roles: ['all', 'api'],
  async start(product) {
    const { env, db, data } = product;
    const given = env.adminPassword;
    const untold = data?.read<{ password: string }>(untoldPasswordName)?.password;
    const password = given ?? untold ?? randomBytes(12).toString('base64url');
    if (given === undefined) data?.write(untoldPasswordName, { password });

    const { created } = await ensureAdmin(db, { email: env.adminEmail, password });
    const isNews = given === undefined && (created || untold !== undefined);
    product.admin = {
      email: env.adminEmail,
      given: created && given !== undefined,
      ...(isNews ? { password } : {}),
    };
    if (!isNews) data?.forget(untoldPasswordName);
  },
};
