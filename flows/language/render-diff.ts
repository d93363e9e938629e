import { triggerKind, type FieldChange, type FlowDiff } from './diff';
import { rootList, type StepPlace } from './outline';

/** A diff as lines for a terminal or a review: `+` added, `-` removed, `~` changed, `>` moved. */
export function renderDiff({ fields, triggers, steps }: FlowDiff): string[] {
  return [
    ...fields.map((change) => `~ ${changeText(change)}`),
    ...triggers.removed.map((trigger) => `- on ${triggerText(trigger)}`),
    ...triggers.added.map((trigger) => `+ on ${triggerText(trigger)}`),
    ...triggers.changed.flatMap(({ trigger, changes }) =>
      changes.map((change) => `~ on.${trigger} ${changeText(change)}`),
    ),
    ...steps.removed.map((step) => `- step ${step.id} (${step.kind}), ${placeText(step)}`),
    ...steps.added.map((step) => `+ step ${step.id} (${step.kind}), ${placeText(step)}`),
    ...steps.moved.map(({ id, from, to }) => `> step ${id}: ${placeText(from)} → ${placeText(to)}`),
    ...steps.changed.flatMap(({ id, changes }) =>
      changes.map((change) => `~ step ${id} ${changeText(change)}`),
    ),
  ];
}

function changeText({ path, from, to }: FieldChange): string {
  return `${path}: ${valueText(from)} → ${valueText(to)}`;
}

function valueText(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function triggerText(trigger: unknown): string {
  return `${triggerKind(trigger)} ${JSON.stringify(trigger)}`;
}

function placeText({ list, after }: StepPlace): string {
  const where = list === rootList ? '' : ` in ${list}`;
  return after === null ? `first${where}` : `after ${after}${where}`;
}
