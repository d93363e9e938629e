import { IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Initials } from '../../../common/initials';
import classes from './mention-list.module.css';
import type { useMentions } from './use-mentions';

/** Who can be mentioned by what is typed so far. */
export default function MentionList({ mentions }: { mentions: ReturnType<typeof useMentions> }) {
  const { t } = useTranslation();
  const { listId, offered, active, isOpen, take } = mentions;
  return (
    <div className={classes.place}>
      <span role="status" className="visually-hidden">
        {isOpen && t('mentions.offered', { count: offered.length })}
      </span>
      {isOpen && (
        <div id={listId} role="listbox" aria-label={t('mentions.list')} className={classes.list}>
          {offered.map((person, index) => (
            <div
              key={`${person.type}/${person.id}`}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              className={classes.option}
              // The field keeps the focus, and with it a phone its keyboard.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(person)}
            >
              {person.type === 'team' ? (
                <span className={classes.team}>
                  <IconUsersGroup size={16} aria-hidden />
                </span>
              ) : (
                <Initials name={person.name} />
              )}
              <span className="truncate">{person.name}</span>
              {person.type === 'team' && (
                <span className={classes.quiet}>
                  {t('mentions.team', { count: person.members ?? 0 })}
                </span>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
