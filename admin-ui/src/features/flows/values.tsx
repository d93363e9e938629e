import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/types';
import { dynamicText } from './value-words';
import { fieldValueInWords } from './words';
import classes from './flows.module.css';

/** Inputs of actions whose values have words of their own. */
const worded = { status: 'status', setStatus: 'status', priority: 'priority' } as const;

/** Values by name; in a document what is worked out later stands as it is written. */
export function Values({ values, agents }: { values: Record<string, unknown>; agents: Agent[] }) {
  return (
    <dl className={classes.inputs}>
      {Object.entries(values).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Value name={name} value={value} agents={agents} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Under its name: small values by their names, everything else as JSON. Nothing is not shown. */
export function NamedValue({
  name,
  value,
  agents,
}: {
  name: string;
  value: unknown;
  agents: Agent[];
}) {
  if (value === null || value === undefined) return null;
  const isPlain = typeof value === 'object' && !Array.isArray(value);
  if (isPlain && Object.keys(value).length === 0) return null;
  return (
    <section aria-label={name}>
      <div className={classes.branchLabel}>{name}</div>
      {isPlain ? (
        <Values values={value as Record<string, unknown>} agents={agents} />
      ) : (
        <pre className={classes.pre} tabIndex={0} aria-label={name}>
          {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
        </pre>
      )}
    </section>
  );
}

function Value({ name, value, agents }: { name: string; value: unknown; agents: Agent[] }) {
  const { t } = useTranslation();
  const dynamic = dynamicText(value);
  if (dynamic !== null) return <code>{dynamic}</code>;
  if (isNested(value)) return JSON.stringify(value, null, 2);
  const field = name in worded ? worded[name as keyof typeof worded] : name;
  const said = [value]
    .flat()
    .map((one: unknown) => fieldValueInWords(field, one, { agents, teams: [], fields: [] }, t));
  return said.join(', ') || t('flow.empty');
}

/** An object, or a list with more than plain values in it. */
function isNested(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => typeof one === 'object' && one !== null);
  return typeof value === 'object' && value !== null;
}
