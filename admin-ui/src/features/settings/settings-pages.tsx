import { lazy } from 'react';
import { Navigate, useRoutes, type RouteObject } from 'react-router';
import { NotFoundPage } from '../../shell/not-found-page';
import { SettingsLayout } from './settings-layout';
import { settingsSections } from './settings-sections';

const routes: RouteObject[] = [
  {
    element: <SettingsLayout />,
    children: [
      { index: true, element: <Navigate to={settingsSections[0]!.path} replace /> },
      ...settingsSections.flatMap(({ path, load, loadOne }) => [
        { path, element: drawn(load) },
        ...(loadOne ? [{ path: `${path}/:id`, element: drawn(loadOne) }] : []),
      ]),
    ],
  },
  { path: '*', element: <NotFoundPage /> },
];

/** All below /settings, which nobody who works on tickets has to load. */
export function SettingsPages() {
  return useRoutes(routes);
}

function drawn(load: () => Promise<{ Component: React.ComponentType }>): React.ReactNode {
  const Page = lazy(async () => ({ default: (await load()).Component }));
  return <Page />;
}
