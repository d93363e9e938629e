import { Button, Checkbox, Group, Menu, Popover, Stack, TextInput } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { joinValues, splitValues } from '../../../../../domain/custom-field/condition';
import type { CustomField } from '../../../api/types';
import classes from './ticket-list.module.css';

/** `field.<slug>`, `.from` and `.to`, as an address has them. */
type Given = Readonly<Record<string, string>>;

/** A filter for each custom field that is asked for, and a menu with the others. */
export default function FieldFilters({
  fields,
  given,
  onChange,
}: {
  fields: readonly CustomField[];
  given: Given;
  onChange: (given: Record<string, string>) => void;
}) {
  const { t } = useTranslation();
  const [added, setAdded] = useState<string | null>(null);
  const isAsked = ({ slug }: CustomField): boolean => partsOf(given, slug).some(([, v]) => v);
  const shown = fields.filter((field) => isAsked(field) || field.slug === added);
  const others = fields.filter((field) => field.archivedAt === null && !shown.includes(field));
  return (
    <>
      {shown.map((field) => (
        <FieldFilter
          key={field.slug}
          field={field}
          given={given}
          startsOpen={field.slug === added}
          onChange={(parts) => {
            const rest = Object.entries(given).filter(([name]) => !isOf(name, field.slug));
            onChange(Object.fromEntries([...rest, ...parts.filter(([, value]) => value !== '')]));
          }}
        />
      ))}
      {others.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconPlus size={14} aria-hidden />}
            >
              {t('list.moreFilters')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
            {others.map(({ slug, title }) => (
              <Menu.Item key={slug} onClick={() => setAdded(slug)}>
                {title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

type Parts = readonly (readonly [string, string])[];

function FieldFilter({
  field,
  given,
  startsOpen,
  onChange,
}: {
  field: CustomField;
  given: Given;
  startsOpen: boolean;
  onChange: (parts: Parts) => void;
}) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(startsOpen);
  const [[is, value], [fromName, from], [toName, to]] = partsOf(given, field.slug);
  const unset = value === 'none';
  const words = unset
    ? t('customFields.notSet')
    : value
      ? inWords(field, value, t('customFields.yes'), t('customFields.no'))
      : [from, to].some(Boolean)
        ? `${from} – ${to}`
        : t('list.any');
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          className={classes.filter}
          data-active={words !== t('list.any') || undefined}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          <span className={classes.filterName}>{field.title}</span>
          <span className="truncate">{words}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={field.title} mah={400} style={{ overflowY: 'auto' }}>
        <Stack gap="sm">
          <Wanted
            field={field}
            value={unset ? '' : value}
            from={from || (unset ? '' : value)}
            to={to || (unset ? '' : value)}
            onValue={(next) => onChange([[is, next]])}
            onRange={(low, high) =>
              onChange([
                [fromName, low],
                [toName, high],
              ])
            }
          />
          <Checkbox
            size="xs"
            label={t('customFields.notSet')}
            checked={unset}
            onChange={(event) => onChange([[is, event.currentTarget.checked ? 'none' : '']])}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What a field of this type is asked. */
function Wanted({
  field: { title, type, options },
  value,
  from,
  to,
  onValue,
  onRange,
}: {
  field: CustomField;
  value: string;
  from: string;
  to: string;
  onValue: (value: string) => void;
  onRange: (from: string, to: string) => void;
}) {
  const { t } = useTranslation();
  if (type === 'number' || type === 'date') {
    return (
      <Group gap="xs" wrap="nowrap">
        <LateInput
          type={type}
          label={t('list.from')}
          value={from}
          onChange={(v) => onRange(v, to)}
        />
        <LateInput type={type} label={t('list.to')} value={to} onChange={(v) => onRange(from, v)} />
      </Group>
    );
  }
  if (type === 'text' || type === 'link') {
    return <LateInput type="text" label={t('list.holds')} value={value} onChange={onValue} />;
  }
  const choices =
    type === 'boolean'
      ? [
          { value: 'true', label: t('customFields.yes') },
          { value: 'false', label: t('customFields.no') },
        ]
      : options.map((option) => ({ value: option, label: option }));
  const chosen = splitValues(value);
  return (
    <Checkbox.Group
      aria-label={title}
      value={chosen}
      onChange={(next) =>
        // Of yes and no only the newer one: both together ask for nothing.
        onValue(joinValues(type === 'boolean' ? next.slice(-1) : next))
      }
    >
      <Stack gap={6}>
        {choices.map((choice) => (
          <Checkbox key={choice.value} size="xs" {...choice} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** Asks when somebody is done with it, not at each letter. */
function LateInput({
  type,
  label,
  value,
  onChange,
}: {
  type: 'text' | 'number' | 'date';
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  const done = (): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <TextInput
      size="xs"
      type={type}
      step={type === 'number' ? 'any' : undefined}
      label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done();
      }}
    />
  );
}

/** The three parameters of a field with what they ask for; '' asks for nothing. */
function partsOf(
  given: Given,
  slug: string,
): [[string, string], [string, string], [string, string]] {
  const part = (name: string): [string, string] => [name, given[name] ?? ''];
  return [part(`field.${slug}`), part(`field.${slug}.from`), part(`field.${slug}.to`)];
}

function isOf(name: string, slug: string): boolean {
  return partsOf({}, slug).some(([own]) => own === name);
}

function inWords({ type }: CustomField, value: string, yes: string, no: string): string {
  if (type === 'boolean') return value === 'true' ? yes : no;
  return type === 'select' || type === 'multi_select' ? splitValues(value).join(', ') : value;
}
