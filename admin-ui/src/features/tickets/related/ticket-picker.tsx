import { Loader, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { answerOf } from '../../../api/problem';
import type { Ticket } from '../../../api/types';
import { StatusLabel } from '../../../common/status';
import { useFirstResults } from '../../search/queries';
import { ticketKeys } from '../queries';
import { requesterName } from '../requester';
import classes from './related.module.css';

/** Another ticket, found by number or words; the open ones of the same customer come first. */
export function TicketPicker({
  of,
  value,
  onChange,
}: {
  of: Ticket;
  value: Ticket | null;
  onChange: (ticket: Ticket | null) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const own = useQuery({
    queryKey: [...ticketKeys.lists, 'of-requester', of.requester.id],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/tickets', { params: { query: { requester: of.requester.id, limit: 8 } } }),
      ),
  });
  const found = useFirstResults(q);
  const tickets = (q ? (found.data?.items ?? []).map(({ ticket }) => ticket) : own.data?.items)
    ?.filter(({ number, mergedInto }) => number !== of.number && mergedInto === null)
    .slice(0, 6);
  return (
    <Stack gap="xs">
      <TextInput
        label={t('related.find')}
        description={t('related.findHint')}
        data-autofocus
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={q && found.isFetching ? <Loader size={14} /> : null}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          onChange(null);
        }}
      />
      {tickets && tickets.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {t(q ? 'related.noneFound' : 'related.noOther', { name: requesterName(of) })}
        </Text>
      )}
      {tickets && tickets.length > 0 && (
        <Radio.Group
          label={q ? t('related.found') : t('related.openOf', { name: requesterName(of) })}
          value={value ? String(value.number) : null}
          onChange={(number) =>
            onChange(tickets.find((one) => String(one.number) === number) ?? null)
          }
        >
          <Stack gap={6} mt={6}>
            {tickets.map((ticket) => (
              <Radio
                key={ticket.number}
                value={String(ticket.number)}
                label={`#${ticket.number} ${ticket.title}`}
                description={
                  <span className={classes.about}>
                    <StatusLabel status={ticket.status} /> · {requesterName(ticket)}
                  </span>
                }
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Stack>
  );
}
