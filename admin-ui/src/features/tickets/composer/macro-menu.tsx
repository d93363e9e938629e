import { Code } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './macros.module.css';
import { macroListId, macroOptionId, type useMacroMenu } from './use-macro-menu';

/** The macros to choose from, above the words; the cursor stays in the text. */
export default function MacroMenu({ menu }: { menu: ReturnType<typeof useMacroMenu> }) {
  const { t } = useTranslation();
  if (menu.found.length === 0) {
    return (
      <p className={classes.menu}>
        {t('macros.empty')}{' '}
        <Link to="/settings/macros" onMouseDown={(event) => event.preventDefault()}>
          {t('macros.add')}
        </Link>
      </p>
    );
  }
  return (
    <ul id={macroListId} className={classes.menu} role="listbox" aria-label={t('macros.title')}>
      {menu.found.map((macro, index) => (
        <li
          key={macro.id}
          id={macroOptionId(index)}
          role="option"
          className={classes.option}
          aria-selected={index === menu.active}
          // The cursor stays where it is.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void menu.use(macro)}
        >
          <span className={classes.name}>{macro.name}</span>
          {macro.shortcut && <Code>/{macro.shortcut}</Code>}
          <span className={classes.text}>{macro.text || t('macros.onlyChanges')}</span>
        </li>
      ))}
    </ul>
  );
}
