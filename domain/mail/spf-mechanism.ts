/** What providers of mail servers ask their customers to write into SPF. */
const providers: readonly { host: RegExp; mechanism: string }[] = [
  {
    host: /(^|\.)(gmail|google)\.com$|(^|\.)googlemail\.com$/,
    mechanism: 'include:_spf.google.com',
  },
  { host: /(^|\.)(office365|outlook)\.com$/, mechanism: 'include:spf.protection.outlook.com' },
  { host: /(^|\.)amazonaws\.com$/, mechanism: 'include:amazonses.com' },
  { host: /(^|\.)sendgrid\.net$/, mechanism: 'include:sendgrid.net' },
  { host: /(^|\.)mailgun\.org$/, mechanism: 'include:mailgun.org' },
  { host: /(^|\.)postmarkapp\.com$/, mechanism: 'include:spf.mtasv.net' },
  { host: /(^|\.)mailjet\.com$/, mechanism: 'include:spf.mailjet.com' },
];

/**
 * The servers that mail leaves by, in SPF's terms (RFC 7208, 5): a provider's own record, else the
 * server's addresses; with none known, the domain's own mail servers.
 */
export function spfMechanisms(hosts: readonly string[]): string[] {
  const mechanisms = hosts.map((host) => {
    const plain = host.toLowerCase();
    const provider = providers.find((one) => one.host.test(plain));
    if (provider) return provider.mechanism;
    if (/^\d+(\.\d+){3}$/.test(plain)) return `ip4:${plain}`;
    return plain.includes(':') ? `ip6:${plain.replaceAll(/[[\]]/g, '')}` : `a:${plain}`;
  });
  return mechanisms.length === 0 ? ['mx'] : [...new Set(mechanisms)];
}
