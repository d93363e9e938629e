import type { Addresses, Admin } from './product';

/** What the terminal shows once everything is up. */
export function welcome(
  { addresses, admin }: { addresses: Addresses; admin: Admin | undefined },
  { seconds }: { seconds: number },
): string {
  const rows: [string, string | undefined][] = [
    ['Desk', addresses.desk],
    ['API', addresses.apiDocs],
    ['Mail to the desk (SMTP)', addresses.smtp],
    ['Customers write to', addresses.mailbox],
    ['Mail from the desk', addresses.caughtMail],
    ['Temporal', addresses.temporal],
    ['Temporal’s own pages', addresses.temporalUi],
    ['Sign in as', admin?.email],
    ['Password', admin && password(admin)],
  ];
  const known = rows.filter((row): row is [string, string] => row[1] !== undefined);
  const width = Math.max(...known.map(([name]) => name.length));
  const lines = known.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  return ['', ...lines, '', `Ticketloom is ready (${seconds.toFixed(1)} s).`].join('\n');
}

function password({ password: generated, given }: Admin): string {
  if (generated !== undefined) return `${generated}   (shown this once)`;
  return given ? 'as ADMIN_PASSWORD says' : 'as set at the first start';
}
