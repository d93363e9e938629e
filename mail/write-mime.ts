import MailComposer from 'nodemailer/lib/mail-composer';

/** A mail as bytes (RFC 5322, MIME). What is attached is given as content: nothing is fetched. */
export function writeMime(mail: MailComposer.Options): Promise<Buffer> {
  return new MailComposer({ ...mail, disableFileAccess: true, disableUrlAccess: true })
    .compile()
    .build();
}
