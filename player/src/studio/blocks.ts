/** The kinds of blocks and their fields, as the form shows them. What is checked of them is the server's. */
import type { Block } from "../feed/types.ts";

export type Field =
  | { name: string; label: string; type: "text" | "long" | "tex" | "code"; hint?: string }
  | { name: string; label: string; type: "number" | "flag" | "pair"; hint?: string }
  | { name: string; label: string; type: "choice"; choices: readonly string[] }
  /** Entries of one value each. */
  | { name: string; label: string; type: "values"; entry: "text" | "tex"; one: string }
  /** Entries with fields of their own. */
  | { name: string; label: string; type: "entries"; fields: readonly Field[]; one: string }
  /** Entries of two numbers. */
  | { name: string; label: string; type: "pairs"; one: string }
  | { name: string; label: string; type: "grid"; header: string };

export interface Kind {
  readonly kind: string;
  readonly label: string;
  readonly fields: readonly Field[];
  /** A new one, that passes the server's checks. */
  readonly fresh: Block;
}

const label: Field = { name: "label", label: "Label", type: "text" };
const from: Field = { name: "from", label: "From", type: "number" };
const to: Field = { name: "to", label: "To", type: "number" };

export const KINDS: readonly Kind[] = [
  {
    kind: "narration", label: "Narration", fresh: { kind: "narration", text: "Say what is seen." },
    fields: [{ name: "text", label: "What the voice says", type: "long" }],
  },
  {
    kind: "bullets", label: "Bullets", fresh: { kind: "bullets", items: [{ text: "A point" }] },
    fields: [
      {
        name: "items", label: "Points", type: "entries", one: "point",
        fields: [
          { name: "text", label: "Point", type: "text" },
          { name: "points", label: "Points below it", type: "values", entry: "text", one: "point below" },
        ],
      },
      { name: "ordered", label: "Numbered", type: "flag" },
    ],
  },
  {
    kind: "math", label: "Formula", fresh: { kind: "math", tex: "a^2 + b^2 = c^2" },
    fields: [{ name: "tex", label: "Formula", type: "tex" }],
  },
  {
    kind: "steps", label: "Derivation", fresh: { kind: "steps", steps: [{ tex: "x^2 = 4" }, { tex: "x = \\pm 2" }] },
    fields: [
      {
        name: "steps", label: "Steps", type: "entries", one: "step",
        fields: [{ name: "tex", label: "Formula", type: "tex" }, { name: "note", label: "How it came about", type: "text" }],
      },
    ],
  },
  {
    kind: "code", label: "Code", fresh: { kind: "code", code: "print(1)", language: "python" },
    fields: [
      { name: "code", label: "Code", type: "code" },
      { name: "language", label: "Language", type: "text" },
      { name: "highlight", label: "Lines to point at, one group after another", type: "pairs", one: "group" },
    ],
  },
  {
    kind: "plot", label: "Plot", fresh: { kind: "plot", curves: [{ y: "x^2" }] },
    fields: [
      {
        name: "curves", label: "Curves", type: "entries", one: "curve",
        fields: [{ name: "y", label: "y =", type: "tex" }, label, { name: "dashed", label: "Dashed", type: "flag" }],
      },
      { name: "x", label: "x from, to", type: "pair" },
      { name: "y", label: "y from, to", type: "pair" },
      { name: "x_label", label: "Name of the x axis", type: "text" },
      { name: "y_label", label: "Name of the y axis", type: "text" },
      {
        name: "points", label: "Points", type: "entries", one: "point",
        fields: [{ name: "x", label: "x", type: "number" }, { name: "y", label: "y", type: "number" }, label],
      },
      { name: "area", label: "Area under the first curve, from, to", type: "pair" },
      { name: "tangent", label: "Tangent at x", type: "number" },
    ],
  },
  {
    kind: "numberline", label: "Number line", fresh: { kind: "numberline", range: [-5, 5] },
    fields: [
      { name: "range", label: "From, to", type: "pair" },
      { name: "step", label: "Between ticks", type: "number" },
      { name: "points", label: "Points", type: "entries", one: "point", fields: [{ name: "at", label: "At", type: "number" }, label] },
      {
        name: "intervals", label: "Intervals", type: "entries", one: "interval",
        fields: [from, to, label, { name: "closed", label: "Closed", type: "choice", choices: ["both", "left", "right", "none"] }],
      },
      { name: "jumps", label: "Jumps", type: "entries", one: "jump", fields: [from, to, label] },
    ],
  },
  {
    kind: "graph", label: "Graph", fresh: { kind: "graph", edges: [{ from: "A", to: "B" }] },
    fields: [
      {
        name: "edges", label: "Edges", type: "entries", one: "edge",
        fields: [
          { name: "from", label: "From", type: "text" }, { name: "to", label: "To", type: "text" }, label,
          { name: "directed", label: "Arrow", type: "flag" },
        ],
      },
      { name: "nodes", label: "Nodes", type: "values", entry: "text", one: "node" },
      { name: "layout", label: "Layout", type: "choice", choices: ["auto", "circle", "tree", "layers", "row"] },
      { name: "path", label: "Nodes to light up in turn", type: "values", entry: "text", one: "node" },
    ],
  },
  {
    kind: "table", label: "Table", fresh: { kind: "table", header: ["n", "n²"], rows: [["1", "1"], ["2", "4"]] },
    fields: [{ name: "rows", label: "Cells", type: "grid", header: "header" }],
  },
  {
    kind: "timeline", label: "Timeline", fresh: { kind: "timeline", events: [{ when: "1687", what: "Newton’s Principia" }] },
    fields: [
      {
        name: "events", label: "Events", type: "entries", one: "event",
        fields: [{ name: "when", label: "When", type: "text" }, { name: "what", label: "What", type: "text" }],
      },
    ],
  },
  {
    kind: "compare", label: "Comparison",
    fresh: { kind: "compare", sides: [{ title: "One", points: ["A point"] }, { title: "Other", points: ["A point"] }] },
    fields: [
      {
        name: "sides", label: "Columns", type: "entries", one: "column",
        fields: [{ name: "title", label: "Title", type: "text" }, { name: "points", label: "Points", type: "values", entry: "text", one: "point" }],
      },
    ],
  },
  {
    kind: "image", label: "Picture", fresh: { kind: "image", src: "picture.png" },
    fields: [
      { name: "src", label: "File beside the lesson", type: "text" },
      { name: "alt", label: "What it shows, for those who can’t see it", type: "text" },
      { name: "caption", label: "Caption", type: "text" },
    ],
  },
  {
    kind: "quote", label: "Quotation", fresh: { kind: "quote", text: "Somebody’s words" },
    fields: [{ name: "text", label: "Words", type: "long" }, { name: "by", label: "By", type: "text" }],
  },
  {
    kind: "quiz", label: "Question", fresh: { kind: "quiz", question: "What is 2 + 2?", answer: "4" },
    fields: [
      { name: "question", label: "Question", type: "text" },
      { name: "options", label: "Options", type: "values", entry: "text", one: "option" },
      { name: "answer", label: "Answer", type: "text", hint: "With options: one of them, word for word" },
      { name: "pause", label: "Seconds to think", type: "number" },
      { name: "why", label: "Why", type: "text" },
    ],
  },
  {
    kind: "summary", label: "Summary", fresh: { kind: "summary", points: ["What to take home"] },
    fields: [{ name: "points", label: "Points", type: "values", entry: "text", one: "point" }],
  },
  {
    kind: "manim", label: "Manim code", fresh: { kind: "manim", code: "self.wait()" },
    fields: [{ name: "code", label: "Statements of construct, or a scene class", type: "code" }],
  },
  { kind: "break", label: "New beat", fresh: { kind: "break" }, fields: [] },
];

export function kindOf(block: Block): Kind | undefined {
  return KINDS.find((known) => known.kind === block.kind);
}

/** Whether the form can show all that a block says; otherwise it is shown as it is. */
export function fitsForm(block: Block): boolean {
  const kind = kindOf(block);
  return kind !== undefined && allFit(kind.fields, block, ["kind"]);
}

function allFit(fields: readonly Field[], value: Record<string, unknown>, beside: readonly string[] = []): boolean {
  return Object.entries(value).every(([name, held]) => {
    if (beside.includes(name)) return true;
    const field = fields.find((one) => one.name === name || (one.type === "grid" && one.header === name));
    return field !== undefined && fits(field, held);
  });
}

function fits(field: Field, value: unknown): boolean {
  switch (field.type) {
    case "number":
      return typeof value === "number" || value === null;
    case "flag":
      return typeof value === "boolean";
    case "pair":
      return value === null || isPair(value);
    case "pairs":
      return Array.isArray(value) && value.every(isPair);
    case "values":
      return Array.isArray(value) && value.every((one) => typeof one === "string" || typeof one === "number");
    case "entries":
      return Array.isArray(value) && value.every((one) => isRecord(one) && allFit(field.fields, one));
    case "grid":
      return Array.isArray(value) && value.flat().every((one) => typeof one === "string");
    default:
      return typeof value === "string";
  }
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === "number");
}

/** A block with a field changed; a field that is emptied is left out, so that the server's default holds. */
export function withField<T extends Record<string, unknown>>(holder: T, name: string, value: unknown): T {
  const { [name]: _, ...rest } = holder;
  const empty = value === "" || value === null || value === false || (Array.isArray(value) && value.length === 0);
  // In the order of the fields as they were, so that a change back is no change.
  if (empty) return rest as T;
  return name in holder ? { ...holder, [name]: value } : ({ ...rest, [name]: value } as T);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a block is about, in a few words. */
export function gist(block: Block): string {
  const { kind: _, ...fields } = block;
  const words: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === "string") words.push(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (isRecord(value)) Object.values(value).forEach(collect);
  };
  collect(fields);
  return words.join(" · ").slice(0, 90);
}
