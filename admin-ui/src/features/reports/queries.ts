import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { answerOf } from '../../api/problem';
import { myTimeZone } from '../../common/time-zone';

export const ranges = [7, 30, 90] as const;
export type Range = (typeof ranges)[number];

/** The whole days of the reader up to today. */
export function useOverview(range: Range) {
  const period = lastDays(range, new Date());
  return useQuery({
    queryKey: ['reports', 'overview', period],
    queryFn: () => answerOf(api.GET('/api/v1/reports/overview', { params: { query: period } })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

function lastDays(count: number, today: Date): { from: string; to: string; timeZone: string } {
  const first = new Date(today.getFullYear(), today.getMonth(), today.getDate() - count + 1);
  return { from: dayOf(first), to: dayOf(today), timeZone: myTimeZone() };
}

function dayOf(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
