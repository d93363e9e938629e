import { useQuery } from '@tanstack/react-query';

interface Readiness {
  database?: unknown;
  temporal?: { address: string; namespace: string; reachable: boolean };
}

/** How the product itself fares. `/readyz` answers 503 with the same body when it is not able. */
export function useReadiness() {
  return useQuery({
    queryKey: ['readiness'],
    queryFn: async (): Promise<Readiness> => (await fetch('/readyz')).json() as Promise<Readiness>,
    refetchInterval: 10_000,
    retry: false,
  });
}
