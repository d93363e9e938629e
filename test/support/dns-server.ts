import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { decode, encode, type Answer } from 'dns-packet';

/** Records by `type name`, such as `TXT _dmarc.example.org`; each value as text. */
export type DnsRecords = Record<string, string[]>;

/** A DNS server on loopback that knows `records` only; change the object to change its answers. */
export async function aDnsServer(
  records: DnsRecords,
): Promise<{ address: string; stop(): Promise<void> }> {
  const socket = createSocket('udp4');
  socket.on('message', (packet, { port, address }) => {
    const asked = decode(packet);
    const question = asked.questions?.[0];
    const known = Object.entries(records).filter(
      ([key]) => key.split(' ')[1]!.toLowerCase() === question?.name.toLowerCase(),
    );
    const values = known.find(([key]) => key.split(' ')[0] === question?.type)?.[1] ?? [];
    const nameError = 3;
    const answer = encode({
      id: asked.id ?? 0,
      type: 'response',
      flags: known.length === 0 ? nameError : 0,
      questions: asked.questions ?? [],
      answers: values.map((value) => answerOf(question!.name, question!.type, value)),
    });
    socket.send(answer, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answerOf(name: string, type: string, value: string): Answer {
  if (type === 'TXT') return { name, type, ttl: 0, data: value.match(/.{1,255}/gs) ?? [''] };
  if (type === 'MX') {
    const [preference, exchange] = value.split(' ');
    return { name, type, ttl: 0, data: { preference: Number(preference), exchange: exchange! } };
  }
  return { name, type, ttl: 0, data: value } as Answer;
}
