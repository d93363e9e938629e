import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onEngineChanged } from '../api/stream';

interface Readiness {
  database?: unknown;
  temporal?: { address: string; namespace: string; reachable: boolean };
}

/** How the product itself fares. `/readyz` answers 503 with the same body when it is not able. */
export function useReadiness() {
  const client = useQueryClient();
  useEffect(
    () => onEngineChanged(() => void client.invalidateQueries({ queryKey: ['readiness'] })),
    [client],
  );
  return useQuery({
    queryKey: ['readiness'],
    queryFn: async (): Promise<Readiness> => (await fetch('/readyz')).json() as Promise<Readiness>,
    refetchInterval: 10_000,
    retry: false,
  });
}
