/** A scene's blocks as forms: one card a block, in the order of the scene. */
import { useState } from "react";
import type { Block } from "../feed/types.ts";
import { Icon, type IconName } from "../ui/icons.tsx";
import { FieldEditor } from "./FieldEditor.tsx";
import { KINDS, fitsForm, gist, kindOf, withField } from "./blocks.ts";

interface Props {
  blocks: readonly Block[];
  onChange(blocks: Block[]): void;
  onSave(): void;
}

export function BlockEditor({ blocks, onChange, onSave }: Props) {
  const put = (at: number, ...made: Block[]): void => onChange(blocks.toSpliced(at, 1, ...made));
  const move = (at: number, to: number): void => {
    const block = blocks[at];
    if (block) onChange(blocks.toSpliced(at, 1).toSpliced(to, 0, block));
  };
  return (
    <div
      className="st-blocks"
      onKeyDown={(event) => {
        if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onSave();
      }}
    >
      <ol aria-label="The scene's blocks">
        {blocks.map((block, at) => (
          <BlockCard
            // Blocks have no names; a card that keeps its place keeps what is open in it.
            key={`${at}:${block.kind}`}
            block={block}
            number={at + 1}
            last={at === blocks.length - 1}
            onChange={(changed) => put(at, changed)}
            onRemove={() => put(at)}
            onMove={(by) => move(at, at + by)}
          />
        ))}
      </ol>
      <AddBlock onAdd={(block) => onChange([...blocks, block])} />
    </div>
  );
}

interface CardProps {
  block: Block;
  number: number;
  last: boolean;
  onChange(block: Block): void;
  onRemove(): void;
  onMove(by: number): void;
}

function BlockCard({ block, number, last, onChange, onRemove, onMove }: CardProps) {
  const [open, setOpen] = useState(true);
  const kind = kindOf(block);
  const name = `${kind?.label ?? block.kind}, block ${number}`;
  return (
    <li className="st-block" aria-label={name}>
      <header>
        <button type="button" className="st-block-name" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? "down" : "right"} size={13} />
          <strong>{kind?.label ?? block.kind}</strong>
          {open ? null : <span className="st-cut">{gist(block)}</span>}
        </button>
        <Tool icon="up" label={`Move ${name} up`} disabled={number === 1} onClick={() => onMove(-1)} />
        <Tool icon="down" label={`Move ${name} down`} disabled={last} onClick={() => onMove(1)} />
        <Tool icon="trash" label={`Remove ${name}`} onClick={onRemove} />
      </header>
      {!open ? null : kind && fitsForm(block) ? (
        kind.fields.length === 0 ? (
          <p className="st-block-none">The picture is cleared here.</p>
        ) : (
          <div className="st-fields">
            {kind.fields.map((field) => (
              <FieldEditor
                key={field.name}
                field={field}
                holder={block}
                onChange={(field_, value) => onChange(withField(block, field_, value))}
              />
            ))}
          </div>
        )
      ) : (
        <RawBlock block={block} onChange={onChange} />
      )}
    </li>
  );
}

/** What no form is made for, as it is. */
function RawBlock({ block, onChange }: { block: Block; onChange(block: Block): void }) {
  const [text, setText] = useState(() => JSON.stringify(block, null, 2));
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <div className="st-fields">
      <label className="st-field">
        <span>As JSON</span>
        <textarea
          className="st-mono"
          rows={Math.min(14, text.split("\n").length + 1)}
          value={text}
          aria-invalid={wrong !== null}
          onChange={(event) => {
            setText(event.target.value);
            try {
              onChange(JSON.parse(event.target.value) as Block);
              setWrong(null);
            } catch (thrown) {
              setWrong((thrown as Error).message);
            }
          }}
        />
      </label>
      {wrong ? <p className="st-field-wrong">{wrong}</p> : null}
    </div>
  );
}

function AddBlock({ onAdd }: { onAdd(block: Block): void }) {
  return (
    <select
      className="st-add"
      aria-label="Add a block"
      value=""
      onChange={(event) => {
        const kind = KINDS.find((one) => one.kind === event.target.value);
        if (kind) onAdd(structuredClone(kind.fresh));
      }}
    >
      <option value="" disabled>
        Add a block …
      </option>
      {KINDS.map((kind) => (
        <option key={kind.kind} value={kind.kind}>
          {kind.label}
        </option>
      ))}
    </select>
  );
}

export function Tool({ icon, label, disabled, onClick }: { icon: IconName; label: string; disabled?: boolean; onClick(): void }) {
  return (
    <button type="button" className="st-icon" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={15} />
    </button>
  );
}
