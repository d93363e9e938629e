import type { TFunction } from 'i18next';
import type { RenderedMacro } from '../../api/types';

export type Along = RenderedMacro['changes'];

interface Named {
  id: string;
  name: string;
}

/** One of the changes: its words, and the changes without it. */
export interface ChangeInWords {
  key: string;
  words: string;
  without: Along;
}

/** What is changed along with a message, one by one. */
export function changesInWords(
  along: Along,
  { t, agents, teams }: { t: TFunction; agents: readonly Named[]; teams: readonly Named[] },
): ChangeInWords[] {
  const { status, priority, assigneeId, teamId, addTags = [] } = along;
  const name = (list: readonly Named[], id: string): string =>
    list.find((one) => one.id === id)?.name ?? '…';
  const words: [keyof Along, string | undefined][] = [
    ['status', status && t('macros.set', { value: t(`status.${status}`) })],
    ['priority', priority && t('macros.setPriority', { value: t(`priority.${priority}`) })],
    [
      'assigneeId',
      assigneeId === undefined
        ? undefined
        : assigneeId === null
          ? t('macros.unassign')
          : t('macros.assign', { name: name(agents, assigneeId) }),
    ],
    [
      'teamId',
      teamId === undefined
        ? undefined
        : teamId === null
          ? t('macros.noTeam')
          : t('macros.giveTeam', { name: name(teams, teamId) }),
    ],
  ];
  return [
    ...words.flatMap(([key, text]) => {
      const { [key]: _left, ...without } = along;
      return text ? [{ key, words: text, without }] : [];
    }),
    ...addTags.map((tag) => ({
      key: `tag ${tag}`,
      words: t('macros.tag', { tag }),
      without: withTags(
        along,
        addTags.filter((one) => one !== tag),
      ),
    })),
  ];
}

/** What two macros change together; the later one counts where both say something. */
export function together(first: Along, second: Along): Along {
  const tags = [...new Set([...(first.addTags ?? []), ...(second.addTags ?? [])])];
  return withTags({ ...first, ...second }, tags);
}

function withTags({ addTags: _before, ...others }: Along, addTags: string[]): Along {
  return addTags.length > 0 ? { ...others, addTags } : others;
}
