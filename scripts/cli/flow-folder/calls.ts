import { readDocument } from '../../../flows/language/read-document';
import { isCall, placedSteps } from '../../../flows/language/steps';
import type { FlowFile } from './folder';

/** The files whose Flows this one calls, also by one another, each before those that call it. */
export function calledFiles(file: FlowFile, files: readonly FlowFile[]): FlowFile[] {
  return calleesFirst([file], files).filter((one) => one !== file);
}

/** These files and what they call, each before those that call it. */
export function calleesFirst(wanted: readonly FlowFile[], files: readonly FlowFile[]): FlowFile[] {
  const ordered: FlowFile[] = [];
  const seen = new Set<FlowFile>();
  const visit = (file: FlowFile): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const called = slugsCalledBy(file);
    files.filter(({ slug }) => called.includes(slug)).forEach(visit);
    ordered.push(file);
  };
  wanted.forEach(visit);
  return ordered;
}

function slugsCalledBy({ document }: FlowFile): string[] {
  const read = readDocument(document);
  if (!read.ok) return [];
  return placedSteps(read.value).flatMap(({ step }) => (isCall(step) ? [step.flow] : []));
}
