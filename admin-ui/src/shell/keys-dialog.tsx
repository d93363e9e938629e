import { Kbd, Modal, Switch, Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShortcutRegistry, type Shortcut } from '../common/shortcuts';
import classes from './shell.module.css';

/** The keys that work on this page now, and the switch that turns single keys off. */
export default function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { list, on, setOn } = useShortcutRegistry();
  const here = list.filter((one) => !one.everywhere);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {here.length > 0 && <Keys title={t('keys.here')} shortcuts={here} />}
      <Keys
        title={t('keys.everywhere')}
        shortcuts={[
          ...list.filter((one) => one.everywhere),
          { key: 'mod+Enter', label: t('keys.send') },
        ]}
      />
      <Switch
        mt="md"
        label={t('keys.single')}
        description={t('keys.singleText')}
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
    </Modal>
  );
}

function Keys({ title, shortcuts }: { title: string; shortcuts: Omit<Shortcut, 'run'>[] }) {
  const { t } = useTranslation();
  return (
    <>
      <Title order={3} size="sm" mt="sm">
        {title}
      </Title>
      <Table verticalSpacing={6} withRowBorders={false}>
        <Table.Tbody>
          {shortcuts.map(({ key, label }) => (
            <Table.Tr key={key + label}>
              <Table.Td className={classes.keys}>
                {key.split('+').map((part) => (
                  <Kbd key={part} mr={4}>
                    {part === 'mod' ? t('keys.mod') : (names[part] ?? part)}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

const names: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  shift: '⇧',
  Escape: 'Esc',
};
