import {
  isFieldName,
  isOrder,
  ticketColumns,
  usualColumns,
  usualOrder,
  type ListColumn,
  type ListOrder,
} from '../../../../../domain/ticket/list';
import type { View } from '../../../api/types';
import { filterFrom, queryOf, type TicketFilter } from './filter';

/** All that a list shows: its address holds the whole of it. */
export interface TicketListState {
  filter: TicketFilter;
  sort: ListOrder;
  columns: readonly ListColumn[];
}

export function stateFrom(params: URLSearchParams): TicketListState {
  const order = params.get('sort') ?? '';
  const asked = params.get('columns')?.split(',') ?? [];
  const shown = [
    ...ticketColumns.filter((name) => asked.includes(name)),
    ...asked.filter(isFieldName),
  ];
  return {
    filter: filterFrom(params),
    sort: isOrder(order) ? order : usualOrder,
    // Without its title no row could be opened.
    columns: shown.includes('title') ? shown : usualColumns,
  };
}

export function paramsOf({
  filter,
  sort,
  columns: shown,
}: TicketListState): Record<string, string> {
  return {
    ...queryOf(filter),
    ...(sort === usualOrder ? {} : { sort }),
    ...(shown.join() === usualColumns.join() ? {} : { columns: shown.join() }),
  };
}

/** Where a saved view is shown. */
export function addressOf(view: Pick<View, 'filter' | 'sort' | 'columns'>): string {
  const given = { ...view.filter, sort: view.sort, columns: view.columns.join() };
  const query = new URLSearchParams(paramsOf(stateFrom(new URLSearchParams(given)))).toString();
  return query ? `/tickets?${query}` : '/tickets';
}

/** Which view an address shows, if it is just as saved. */
export function viewAt(views: readonly View[], params: URLSearchParams): View | undefined {
  const query = new URLSearchParams(paramsOf(stateFrom(params))).toString();
  const here = query ? `/tickets?${query}` : '/tickets';
  return views.find((view) => addressOf(view) === here);
}
