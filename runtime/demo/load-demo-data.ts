import { publishDemoFlows } from '../../automation/publish-demo-flows';
import { createAgent, findCredentials } from '../../db/agent-store';
import type { Database } from '../../db/database';
import { findOutcome } from '../../db/ticket-store';
import { statuses } from '../../domain/ticket/status';
import { listTickets } from '../../tickets/list-tickets';
import { chats } from './chats';
import { playChat } from './play-chat';
import { commandIdOf, playStory, type DemoDesk } from './play-story';
import { stories } from './stories';
import { demoAgents, type DemoAgent, type Story } from './story';

/** True for a desk without any ticket, and for one whose demo data was cut short. */
export async function demoDataIsMissing(db: Database): Promise<boolean> {
  const filter = { statuses: [...statuses] };
  const { views } = await listTickets(db, filter, {
    sort: 'createdAt',
    descending: true,
    limit: 1,
  });
  if (views.length === 0) return true;
  return (await isPlayed(db, stories[0]!)) && !(await isPlayed(db, stories.at(-1)!));
}

/** Agents, the example Flows, conversations, and tickets with all that happened to them. */
export async function loadDemoData(desk: Omit<DemoDesk, 'agentIds'>): Promise<void> {
  const agentIds = await addAgents(desk.db);
  const by = { type: 'system', id: 'demo', name: 'Demo data' } as const;
  await publishDemoFlows(desk.db, { leadEmail: demoAgents.maya.email, by });
  for (const chat of chats) await playChat({ db: desk.db, agentIds }, chat);
  for (const story of stories) await playStory({ ...desk, agentIds }, story);
}

async function addAgents(db: Database): Promise<Record<DemoAgent, string>> {
  const ids = {} as Record<DemoAgent, string>;
  for (const [key, { name, email }] of Object.entries(demoAgents)) {
    const known = (await findCredentials(db, email))?.agent;
    const { id } = known ?? (await createAgent(db, { name, email, role: 'agent' }));
    ids[key as DemoAgent] = id;
  }
  return ids;
}

/** Up to its last command; mails have no command of their own. */
async function isPlayed(db: Database, story: Story): Promise<boolean> {
  const last = story.steps.findLastIndex((step) => 'by' in step);
  return (await findOutcome(db, commandIdOf(story, last))) !== null;
}
