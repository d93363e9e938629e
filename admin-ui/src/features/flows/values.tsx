import { useTranslation } from 'react-i18next';
import type { Agent } from '../../api/types';
import { dynamicText } from './value-words';
import classes from './flows.module.css';

/** Values by name; in a document what is worked out later stands as it is written. */
export function Values({ values, agents }: { values: Record<string, unknown>; agents: Agent[] }) {
  return (
    <dl className={classes.inputs}>
      {Object.entries(values).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Value value={value} agents={agents} />
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

function Value({ value, agents }: { value: unknown; agents: Agent[] }) {
  const { t } = useTranslation();
  const agent = agents.find(({ id }) => id === value);
  if (agent) return agent.name;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return t(value ? 'flow.yes' : 'flow.no');
  const dynamic = dynamicText(value);
  return dynamic === null ? JSON.stringify(value, null, 2) : <code>{dynamic}</code>;
}
