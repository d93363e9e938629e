/** What may be wrong with a mail server or with how we are told to reach it. */
export const serverProblems = [
  'host-not-found',
  'refused',
  'no-answer',
  'no-tls',
  'certificate',
  'sign-in',
  'folder',
  'no-mail-server',
] as const;

export type ServerProblem = (typeof serverProblems)[number];

/** In a sentence that says what to look at. `said`: the server's or the network's own words. */
export function serverProblemSentence(
  problem: ServerProblem,
  server: { host: string; port: number | null; folder?: string | undefined },
  said: string | null,
): string {
  const { host, port, folder } = server;
  const place = port === null ? host : `${host}:${port}`;
  const sentence = {
    'host-not-found': `There is no server ${host}; check its name.`,
    refused: `Nothing takes connections at ${place}; check the port.`,
    'no-answer': `${place} does not answer; check port and security, and whether a firewall is between.`,
    'no-tls': `${place} does not offer this kind of encryption; try another security or port.`,
    certificate: `The certificate of ${host} cannot be trusted; use the name that it was made for.`,
    'sign-in': `${host} refuses the user or the password.`,
    folder: `There is no folder ${folder ?? ''} in the account.`,
    'no-mail-server': `${place} does not behave as such a mail server should; check the port.`,
  }[problem];
  return said ? `${sentence} (${said})` : sentence;
}
