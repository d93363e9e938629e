import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { ErrorState, RowsSkeleton } from '../../common/states';
import { useSession } from './session';

/** Shows its children to signed-in agents; others log in first and come back to where they wanted to go. */
export function RequireSession({ children }: { children: ReactNode }) {
  const { data, error, isPending, refetch } = useSession();
  const { pathname, search } = useLocation();
  if (isPending) return <RowsSkeleton rows={6} />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data) return children;
  const wanted = pathname + search;
  return (
    <Navigate to={wanted === '/' ? '/login' : `/login?to=${encodeURIComponent(wanted)}`} replace />
  );
}
