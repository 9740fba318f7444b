/** One field of a block, whatever its type; entries hold fields again. */
import { useId } from "react";
import { Tool } from "./BlockEditor.tsx";
import { isRecord, withField, type Field } from "./blocks.ts";

interface Props {
  field: Field;
  holder: Readonly<Record<string, unknown>>;
  onChange(name: string, value: unknown): void;
}

export function FieldEditor({ field, holder, onChange }: Props) {
  const value = holder[field.name];
  const set = (changed: unknown): void => onChange(field.name, changed);
  const id = useId();
  switch (field.type) {
    case "flag":
      return (
        <label className="st-field st-field-flag">
          <input type="checkbox" checked={value === true} onChange={(event) => set(event.target.checked)} />
          <span>{field.label}</span>
        </label>
      );
    case "choice":
      return (
        <Labelled id={id} label={field.label}>
          <select id={id} value={typeof value === "string" ? value : field.choices[0]} onChange={(event) => set(event.target.value)}>
            {field.choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </Labelled>
      );
    case "number":
      return (
        <Labelled id={id} label={field.label}>
          <NumberInput id={id} value={value} onChange={set} />
        </Labelled>
      );
    case "pair":
      return <Group label={field.label}><Pair label={field.label} value={value} onChange={set} /></Group>;
    case "values":
      return (
        <List field={field} items={asList(value)} fresh="" onChange={set}>
          {(item, put, label) => (
            <input className={field.entry === "tex" ? "st-mono" : undefined} aria-label={label} value={String(item)} onChange={(event) => put(event.target.value)} />
          )}
        </List>
      );
    case "pairs":
      return (
        <List field={field} items={asList(value)} fresh={[1, 1]} onChange={set}>
          {(item, put, label) => <Pair label={label} value={item} onChange={(pair) => put(pair ?? [1, 1])} />}
        </List>
      );
    case "entries":
      return (
        <List field={field} items={asList(value)} fresh={freshEntry(field.fields)} onChange={set}>
          {(item, put) => {
            const entry = isRecord(item) ? item : {};
            return (
              <div className="st-entry">
                {field.fields.map((inner) => (
                  <FieldEditor key={inner.name} field={inner} holder={entry} onChange={(name, changed) => put(withField(entry, name, changed))} />
                ))}
              </div>
            );
          }}
        </List>
      );
    case "grid":
      return <Grid field={field} holder={holder} onChange={onChange} />;
    default:
      return (
        <Labelled id={id} label={field.label} hint={field.hint}>
          {field.type === "text" ? (
            <input id={id} value={textOf(value)} onChange={(event) => set(event.target.value)} />
          ) : (
            <textarea
              id={id}
              className={field.type === "long" ? undefined : "st-mono"}
              spellCheck={field.type === "long"}
              rows={Math.min(12, Math.max(field.type === "tex" ? 1 : 2, textOf(value).split("\n").length))}
              value={textOf(value)}
              onChange={(event) => set(event.target.value)}
            />
          )}
        </Labelled>
      );
  }
}

function Labelled({ id, label, hint, children }: { id: string; label: string; hint?: string | undefined; children: React.ReactNode }) {
  return (
    <div className="st-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint ? <small>{hint}</small> : null}
    </div>
  );
}

function Group({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <fieldset className="st-field">
      <legend>{label}</legend>
      {children}
    </fieldset>
  );
}

interface ListProps {
  field: { label: string; one: string };
  items: readonly unknown[];
  fresh: unknown;
  onChange(items: unknown[]): void;
  children(item: unknown, put: (item: unknown) => void, label: string): React.ReactNode;
}

function List({ field, items, fresh, onChange, children }: ListProps) {
  return (
    <Group label={field.label}>
      {items.map((item, at) => {
        const name = `${field.one} ${at + 1}`;
        return (
          <div key={at} className="st-item">
            {children(item, (changed) => onChange(items.toSpliced(at, 1, changed)), `${field.label}: ${name}`)}
            <Tool icon="close" label={`Remove ${name}`} onClick={() => onChange(items.toSpliced(at, 1))} />
          </div>
        );
      })}
      <button type="button" className="st-plain st-more" onClick={() => onChange([...items, fresh])}>
        Add {field.one}
      </button>
    </Group>
  );
}

function NumberInput({ id, label, value, onChange }: { id?: string; label?: string; value: unknown; onChange(value: number | null): void }) {
  return (
    <input
      id={id}
      type="number"
      step="any"
      aria-label={label}
      value={typeof value === "number" ? value : ""}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.valueAsNumber)}
    />
  );
}

/** Two numbers; a pair with an empty side is none. */
function Pair({ label, value, onChange }: { label: string; value: unknown; onChange(value: number[] | null): void }) {
  const [low, high] = Array.isArray(value) ? (value as number[]) : [];
  return (
    <span className="st-pair">
      <NumberInput label={`${label}: first`} value={low} onChange={(one) => onChange(one === null ? null : [one, high ?? one + 1])} />
      <NumberInput label={`${label}: second`} value={high} onChange={(one) => onChange(one === null ? null : [low ?? one - 1, one])} />
    </span>
  );
}

function Grid({ field, holder, onChange }: { field: Extract<Field, { type: "grid" }>; holder: Props["holder"]; onChange: Props["onChange"] }) {
  const header = asList(holder[field.header]).map(String);
  const rows = asList(holder[field.name]).map((row) => asList(row).map(String));
  const setRows = (changed: string[][]): void => onChange(field.name, changed);
  return (
    <Group label={field.label}>
      <div className="st-grid">
        <table>
          <thead>
            <tr>
              {header.map((cell, at) => (
                <th key={at} scope="col">
                  <input aria-label={`Heading ${at + 1}`} value={cell} onChange={(event) => onChange(field.header, header.with(at, event.target.value))} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, line) => (
              <tr key={line}>
                {row.map((cell, at) => (
                  <td key={at}>
                    <input aria-label={`Row ${line + 1}, ${header[at] ?? at + 1}`} value={cell} onChange={(event) => setRows(rows.with(line, row.with(at, event.target.value)))} />
                  </td>
                ))}
                <td>
                  <Tool icon="close" label={`Remove row ${line + 1}`} onClick={() => setRows(rows.toSpliced(line, 1))} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" className="st-plain st-more" onClick={() => setRows([...rows, header.map(() => "")])}>
        Add row
      </button>
    </Group>
  );
}

function freshEntry(fields: readonly Field[]): Record<string, unknown> {
  const first = fields[0];
  if (!first) return {};
  return { [first.name]: first.type === "number" ? 0 : "" };
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
