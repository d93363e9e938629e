import { ActionIcon, Anchor, Button, Tooltip } from '@mantine/core';
import { IconLink, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Relation, Ticket } from '../../../api/types';
import { StatusLabel } from '../../../common/status';
import { useUnlink } from './queries';
import classes from './related.module.css';

const LinkDialog = lazy(() => import('./link-dialog'));

const links: Relation['kind'][] = ['related', 'causes', 'caused_by', 'split_into', 'split_from'];

/** The tickets that have to do with this one, and how to link another. */
export function Related({
  ticket,
  relations,
  mayWrite,
}: {
  ticket: Ticket;
  relations: Relation[];
  mayWrite: boolean;
}) {
  const { t } = useTranslation();
  const [linking, setLinking] = useState(false);
  const unlink = useUnlink(ticket.number);
  const mayLink = mayWrite && ticket.mergedInto === null;
  return (
    <>
      {relations.length > 0 && (
        <ul className={classes.list}>
          {relations.map(({ kind, ticket: other }) => (
            <li key={`${kind} ${other.number}`} className={classes.one}>
              <span>
                <span className={classes.quiet}>{t(`related.kind.${kind}`)}</span>
                <br />
                <Anchor component={Link} to={`/tickets/${other.number}`} size="sm">
                  #{other.number} {other.title}
                </Anchor>
                <br />
                <span className={classes.quiet}>
                  <StatusLabel status={other.status} />
                </span>
              </span>
              {mayLink && links.includes(kind) && (
                <Tooltip label={t('related.unlink', { number: other.number })}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    aria-label={t('related.unlink', { number: other.number })}
                    onClick={() => unlink.mutate(other.number)}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                </Tooltip>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayLink && (
        <Button
          variant="default"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconLink size={14} aria-hidden />}
          onClick={() => setLinking(true)}
        >
          {t('related.link')}
        </Button>
      )}
      <Suspense fallback={null}>
        {linking && <LinkDialog ticket={ticket} onClose={() => setLinking(false)} />}
      </Suspense>
    </>
  );
}
