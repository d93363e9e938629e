import { useEffect } from 'react';

/** The browser tab's title: "#123 Subject · Ticketloom". */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Ticketloom` : 'Ticketloom';
  }, [title]);
}
