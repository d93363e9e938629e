import type { z } from 'zod';
import { storeMentions, type Mention } from '../../db/mention-store';
import { addWatchers } from '../../db/watcher-store';
import type { CommandContent } from '../../tickets/submit-command';
import type { ApiDeps } from '../deps';
import { invalidInput } from '../http/validate';
import type { mentionBody } from './schema';

/**
 * What a note's mentions store with it. Whoever is mentioned by name watches the ticket from then
 * on; of a team nobody does, they are only told.
 */
export async function mentionsContent(
  deps: ApiDeps,
  messageId: string,
  asked: readonly z.output<typeof mentionBody>[],
): Promise<Pick<CommandContent, 'also'>> {
  const found = await Promise.all(asked.map((one) => findMention(deps, one)));
  const problems = found.flatMap((one, index) =>
    typeof one === 'string' ? [{ path: `mentions.${index}`, message: one }] : [],
  );
  if (problems.length > 0) throw invalidInput(problems);
  const mentions = found as Mention[];
  const agents = mentions.flatMap(({ type, id }) => (type === 'agent' ? [id] : []));
  return {
    async also({ number }, transaction) {
      await storeMentions(deps.db, messageId, mentions, transaction);
      await addWatchers(deps.db, number, agents, transaction);
    },
  };
}

/** The mention, or why there is none. */
async function findMention(
  { directory }: ApiDeps,
  asked: z.output<typeof mentionBody>,
): Promise<Mention | string> {
  if ('agentId' in asked) {
    const agent = await directory.agent(asked.agentId);
    if (!agent?.active) return 'there is no such active agent';
    return { type: 'agent', id: agent.id, name: agent.name };
  }
  const team = await directory.team(asked.teamId);
  return team ? { type: 'team', id: team.id, name: team.name } : 'there is no such team';
}
