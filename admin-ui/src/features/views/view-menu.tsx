import { Button, Menu } from '@mantine/core';
import { IconBookmark, IconChevronDown, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { View } from '../../api/types';
import { showDone, showRefusal } from '../../common/toasts';
import { addressOf, type TicketListState } from '../tickets/list/list-address';
import { useRemoveView } from './queries';
import { viewName } from './view-links';

// Loaded when it is first asked for.
const SaveDialog = lazy(() => import('./save-view-dialog'));

/** Saves what the list shows as a view, or removes the view that it is: any of those, when several are alike. */
export function ViewMenu({
  here,
  views,
  state,
}: {
  here: View | undefined;
  views: readonly View[];
  state: TicketListState;
}) {
  const { t } = useTranslation();
  const [saving, setSaving] = useState(false);
  const navigate = useNavigate();
  const remove = useRemoveView();
  if (!here) {
    return (
      <>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconBookmark size={14} aria-hidden />}
          onClick={() => setSaving(true)}
        >
          {t('views.saveAs')}
        </Button>
        <Suspense>
          {saving && <SaveDialog views={views} state={state} onClose={() => setSaving(false)} />}
        </Suspense>
      </>
    );
  }
  const removable = views.filter((view) => view.mayChange && addressOf(view) === addressOf(here));
  if (removable.length === 0) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t('views.this')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {removable.map((view) => (
          <Menu.Item
            key={view.id}
            leftSection={<IconTrash size={16} />}
            onClick={() =>
              remove.mutate(view.id, {
                onSuccess: () => {
                  showDone(t('views.removed', { name: viewName(view, t) }));
                  void navigate('/tickets');
                },
                onError: (error) => showRefusal(t('views.notRemoved'), error),
              })
            }
          >
            {t('views.remove', { name: viewName(view, t) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
