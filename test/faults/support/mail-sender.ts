import nodemailer from 'nodemailer';

export interface MailToSend {
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  inReplyTo?: string;
  html?: string;
  headers?: Record<string, string>;
  attachments?: { filename: string; content: string }[];
  /** Sent as it is, instead of what the fields say. */
  raw?: string;
}

/**
 * Sends one mail until a server of the desk takes it with a 250, the same bytes each time, as every
 * mail server does.
 */
export async function sendUntilTaken(
  ports: readonly number[],
  mail: MailToSend,
  until: number,
): Promise<void> {
  const envelope = { from: mail.from, to: mail.to };
  const raw = mail.raw ?? (await written(mail));
  for (let turn = Math.floor(Math.random() * ports.length); ; turn += 1) {
    const port = ports[turn % ports.length]!;
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port,
      secure: false,
      ignoreTLS: true,
      connectionTimeout: 2_000,
      greetingTimeout: 5_000,
      socketTimeout: 15_000,
    });
    try {
      await transport.sendMail({ envelope, raw });
      return;
    } catch (error) {
      if (Date.now() > until) throw new Error('no server took the mail in time', { cause: error });
    } finally {
      transport.close();
    }
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 200));
  }
}

async function written(mail: MailToSend): Promise<Buffer> {
  const writer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  const { message } = await writer.sendMail({ ...mail, date: '2026-11-23T12:00:00Z' });
  return message as Buffer;
}
