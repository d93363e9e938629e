import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomFieldValue } from '../../../../domain/custom-field/value';
import type { CustomField, Team, Ticket, TicketChange } from '../../api/types';
import { useTeams } from '../teams/queries';
import classes from './custom-fields.module.css';
import { FieldInput, isUnset } from './field-input';
import { FieldValue } from './field-value';
import { useCustomFields } from './queries';

/** What a ticket shows below its standard fields: the teams it may belong to, its custom fields. */
export function useTicketFields(ticket: Ticket): { teams: Team[]; fields: CustomField[] } {
  return {
    teams: useTeams(),
    fields: useCustomFields().filter(
      ({ slug, archivedAt }) => !archivedAt || !isUnset(ticket.customFields[slug]),
    ),
  };
}

/** The team and the custom fields of a ticket, changed where they stand. */
export function TicketFields({
  ticket,
  teams,
  fields,
  mayWrite,
  onChange,
}: ReturnType<typeof useTicketFields> & {
  ticket: Ticket;
  mayWrite: boolean;
  onChange: (change: TicketChange) => void;
}) {
  const { t } = useTranslation();
  const fixed = !mayWrite || ticket.status === 'closed';
  return (
    <div className={classes.fields}>
      {teams.length > 0 && (
        <div className={classes.field}>
          <span className={classes.label}>{t('teams.team')}</span>
          <NativeSelect
            size="xs"
            aria-label={t('teams.team')}
            disabled={fixed}
            value={ticket.team?.id ?? ''}
            data={[
              { value: '', label: t('teams.none') },
              ...teams.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) => onChange({ teamId: event.currentTarget.value || null })}
          />
        </div>
      )}
      {fields.map((field) => (
        <div key={field.slug} className={classes.field}>
          <span className={classes.label}>
            {field.title}
            {field.archivedAt && ` (${t('customFields.isArchived')})`}
          </span>
          {fixed || field.archivedAt ? (
            <span>
              {isUnset(ticket.customFields[field.slug]) ? (
                t('customFields.notSet')
              ) : (
                <FieldValue field={field} value={ticket.customFields[field.slug]} />
              )}
            </span>
          ) : (
            <InPlace
              field={field}
              value={ticket.customFields[field.slug] ?? null}
              onSave={(value) => onChange({ customFields: { [field.slug]: value } })}
            />
          )}
        </div>
      ))}
    </div>
  );
}

/** Choices are saved when chosen; what is typed when one leaves it or presses Enter, Escape undoes. */
function InPlace({
  field,
  value,
  onSave,
}: {
  field: CustomField;
  value: CustomFieldValue;
  onSave: (value: CustomFieldValue) => void;
}) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // Somebody else has set it, or what was typed here is saved.
  if (known !== value && JSON.stringify(known) !== JSON.stringify(value)) {
    setKnown(value);
    setText(value);
  }
  const typed = ['text', 'number', 'date', 'link'].includes(field.type);
  const save = (): void => {
    if (text === value) return;
    if (text === null && field.required) setText(value);
    else onSave(text);
  };
  return (
    <div
      className={classes.control}
      onBlur={typed ? save : undefined}
      onKeyDown={(event) => {
        if (!typed) return;
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') setText(value);
      }}
    >
      <FieldInput
        field={field}
        size="xs"
        value={typed ? text : value}
        onChange={typed ? setText : onSave}
      />
      {field.type === 'link' && !isUnset(value) && (
        <span className={classes.link}>
          <FieldValue field={field} value={value} />
        </span>
      )}
    </div>
  );
}
