import { Kbd, Modal, Switch, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShortcutRegistry } from '../shared/shortcuts';

/** The keys that work on this page now, and the switch that turns single keys off. */
export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { list, on, setOn } = useShortcutRegistry();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <Table verticalSpacing={6} withRowBorders={false}>
        <Table.Tbody>
          {list.map(({ key, label }) => (
            <Table.Tr key={key + label}>
              <Table.Td w={72}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{label}</Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td>
              <Kbd>{t('keys.mod')}</Kbd>+<Kbd>Enter</Kbd>
            </Table.Td>
            <Table.Td>{t('keys.send')}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
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
