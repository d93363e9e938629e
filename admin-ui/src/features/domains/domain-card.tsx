import { ActionIcon, Button, TextInput, Title } from '@mantine/core';
import { IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain } from '../../api/types';
import { FormDialog } from '../../common/form-dialog';
import { moment } from '../../common/moment';
import { showDone, showRefusal } from '../../common/toasts';
import settings from '../settings/settings.module.css';
import { DomainRecords } from './domain-records';
import { DomainState } from './domain-state';
import classes from './domains.module.css';
import { useCheckDomain, useLimitDomain, useRemoveDomain } from './queries';

/** One domain with its records, its limit, and what can be done with it. */
export function DomainCard({ domain, mayChange }: { domain: Domain; mayChange: boolean }) {
  const { t } = useTranslation();
  const { id, name, checkedAt } = domain;
  const check = useCheckDomain(id);
  const [removing, setRemoving] = useState(false);
  return (
    <section className={classes.card} aria-label={name}>
      <div className={classes.cardHead}>
        <div>
          <Title order={2} className={classes.name}>
            {name}
          </Title>
          <DomainState domain={domain} />
        </div>
        {mayChange && (
          <div className={settings.actions}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={14} />}
              loading={check.isPending}
              onClick={() =>
                check.mutate(undefined, {
                  onError: (error) => showRefusal(t('domains.check'), error),
                })
              }
            >
              {t('domains.check')}
            </Button>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('domains.remove', { name })}
              onClick={() => setRemoving(true)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </div>
        )}
      </div>
      <DomainRecords records={domain.records} />
      {checkedAt && (
        <p className={settings.quiet}>{t('domains.checkedAt', { at: moment(checkedAt) })}</p>
      )}
      {mayChange && <LimitForm key={domain.perMinute} domain={domain} />}
      {removing && <RemoveDialog domain={domain} onClose={() => setRemoving(false)} />}
    </section>
  );
}

function LimitForm({ domain: { id, perMinute } }: { domain: Domain }) {
  const { t } = useTranslation();
  const limit = useLimitDomain(id);
  const before = perMinute === null ? '' : String(perMinute);
  const [text, setText] = useState(before);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    limit.mutate(text.trim() === '' ? null : Number(text), {
      onSuccess: () => showDone(t('domains.limitSaved')),
    });
  };
  return (
    <form onSubmit={submit} className={classes.add}>
      <TextInput
        className={classes.limit}
        label={t('domains.limit')}
        description={t('domains.limitHint')}
        inputMode="numeric"
        error={limit.error?.message}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value.replaceAll(/\D/g, ''));
          if (!limit.isIdle) limit.reset();
        }}
      />
      {text !== before && (
        <Button type="submit" variant="default" loading={limit.isPending}>
          {t('domains.saveLimit')}
        </Button>
      )}
    </form>
  );
}

function RemoveDialog({ domain: { id, name }, onClose }: { domain: Domain; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useRemoveDomain(id);
  return (
    <FormDialog
      title={t('domains.remove', { name })}
      isDanger
      submit={t('domains.removeIt')}
      error={remove.error?.message}
      isPending={remove.isPending}
      onSubmit={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('domains.removeText')}
    </FormDialog>
  );
}
