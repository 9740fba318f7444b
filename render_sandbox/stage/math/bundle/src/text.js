// Sets text in lines, as LaTeX's page would: 12 pt apart, no wider than its 345 pt, aligned.
const { readText, words, ALIGN } = require("./reader.js");

const BASELINE = 1200;
const LINE_SKIP = 100;
const PAGE = 34500;
const DISPLAY_SKIP = 1000;
const LABEL_GAP = 500;
const SPACE = 332;

const EMPTY = { items: [], width: 0, height: 0, depth: 0 };

function setText(tex, environment, set) {
  const { name, rest } = environment;
  const direct = name === "" || name in ALIGN;
  const source = direct ? tex : `\\begin{${name}}${rest}${tex}\\end{${name}}`;
  const lines = readText(source, ALIGN[name] ?? "left");
  return stack(lines.flatMap((line) => wrapped(line, set)));
}

// One line, or several where it is too wide for the page.
function wrapped(line, set) {
  if (line.display) return [{ ...line, box: set(line.source, true) }];
  const labelled = line.label ? set(`\\text{${line.label}}`, false) : null;
  const limit = (line.width || PAGE) - line.indent;
  const whole = line.empty && !line.source.includes("\\special") ? EMPTY : setLine(line.source, set);
  const rows = whole.width <= limit ? [whole] : fill(words(line.source), limit, set);
  return rows.map((box, row) => ({ ...line, box, label: row ? null : labelled, skip: row ? 0 : line.skip }));
}

function setLine(source, set) {
  return set(`\\text{${source}}`, false);
}

// Greedy: as many words on a line as fit.
function fill(parts, limit, set) {
  const rows = [[]];
  let width = -SPACE;
  for (const part of parts) {
    const own = setLine(part, set).width;
    if (rows[rows.length - 1].length && width + SPACE + own > limit) {
      rows.push([]);
      width = -SPACE;
    }
    rows[rows.length - 1].push(part);
    width += SPACE + own;
  }
  return rows.map((row) => setLine(row.join(" "), set));
}

function stack(rows) {
  const widest = Math.max(0, ...rows.map((row) => row.box.width + row.indent));
  const items = [];
  let baseline = 0;
  let before = null;
  for (const row of rows) {
    if (before) baseline -= distance(before, row);
    const x = left(row, widest);
    if (row.label) items.push(...moved(row.label.items, x - LABEL_GAP - row.label.width, baseline));
    items.push(...moved(row.box.items, x, baseline));
    before = row;
  }
  return items;
}

function distance(above, below) {
  const natural = above.box.depth + below.box.height;
  const skip = Math.max(0, below.skip) + (above.display || below.display ? DISPLAY_SKIP : 0);
  return (natural > BASELINE ? natural + LINE_SKIP : BASELINE) + skip;
}

function left(row, widest) {
  const { width } = row.box;
  if (row.align === "center") return (widest - width) / 2;
  if (row.display) return (PAGE - width) / 2;
  return row.align === "right" ? widest - width : row.indent;
}

function moved(items, dx, dy) {
  for (const item of items) {
    for (const part of item.parts || []) {
      const [a, b, c, d, e, f] = part.matrix;
      part.matrix = [a, b, c, d, e + dx, f + dy];
      if (part.clip) part.clip = part.clip.map((value, i) => value + (i % 2 ? dy : dx));
    }
  }
  return items;
}

module.exports = { setText };
