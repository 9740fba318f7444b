// Reads LaTeX text into lines that MathJax's \text{…} can set, one at a time.
//
// MathJax sets text, but not paragraphs: line breaks, lists and displays are found here. A group that is
// open at a line's end is closed there and opened again on the next line, so {\bf a \\ b} stays bold.
const { MATH } = require("./modes.js");

const SWITCHES = {
  bfseries: "bf",
  itshape: "it",
  slshape: "it",
  em: "it",
  ttfamily: "tt",
  sffamily: "sf",
  rmfamily: "rm",
  normalfont: "rm",
  upshape: "rm",
  mdseries: "rm",
};
const DECLARATIONS = new Set(
  "bf it tt sf rm tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge".split(" "),
);
const ALIGN = { center: "center", flushleft: "left", flushright: "right" };
const ALIGN_SWITCH = { centering: "center", raggedright: "left", raggedleft: "right" };
const LISTS = new Set(["itemize", "enumerate", "description"]);
const SKIPS = { smallskip: 300, medskip: 600, bigskip: 1200 };
const IGNORED = new Set(["noindent", "indent", "nobreak", "leavevmode", "protect", "displaystyle", "relax", "null"]);
const UNITS = { pt: 100, em: 1000, ex: 430.6, mm: 284.5, cm: 2845, in: 7227, bp: 100.375, pc: 1200, mu: 55.6 };
const LIST_INDENT = 2500;
const TRAILING_SPACE = /(?<!\\) +((?:\\special\{[^}]*\}|\})*)$/;

function dimension(text) {
  const found = /^\s*(-?[\d.]+)\s*([a-z]{2})/.exec(text || "");
  return found && UNITS[found[2]] ? Number(found[1]) * UNITS[found[2]] : 0;
}

class Reader {
  constructor(tex, align) {
    this.tex = tex;
    this.i = 0;
    this.lines = [];
    this.groups = [{ opener: "", declared: "", command: null }];
    this.scopes = [{ align, indent: 0, list: null, width: null }];
    this.begin();
  }

  get scope() {
    return this.scopes[this.scopes.length - 1];
  }

  get group() {
    return this.groups[this.groups.length - 1];
  }

  begin() {
    this.source = this.groups.map((group) => group.opener + group.declared).join("");
    this.written = false;
    this.command = null;
    this.label = null;
    this.skip = this.pendingSkip || 0;
    this.pendingSkip = 0;
  }

  // Ends the line; an empty one counts only where the author asked for it.
  end(asked = false) {
    const { align, indent, width } = this.scope;
    const marked = this.source.includes("\\special");
    if (this.written || marked || this.label !== null || (asked && this.lines.length)) {
      const source = this.source.replace(TRAILING_SPACE, "$1") + "}".repeat(this.groups.length - 1);
      const { label, skip } = this;
      this.lines.push({ source, align, indent, width, label, skip, empty: !this.written });
    } else {
      this.pendingSkip = this.skip;
    }
    this.begin();
  }

  write(text) {
    this.source += text;
    if (text.trim()) this.written = true;
  }

  upTo(end, what) {
    let at = this.i;
    while ((at = this.tex.indexOf(end, at)) >= 0) {
      let escapes = 0;
      while (this.tex[at - 1 - escapes] === "\\") escapes++;
      if (escapes % 2 === 0 || end[0] === "\\") break;
      at++;
    }
    if (at < 0) throw new Error(`${what} is never closed by ${end}`);
    const text = this.tex.slice(this.i, at);
    this.i = at + end.length;
    return text;
  }

  argument(open = "{", close = "}") {
    const space = /^\s*/.exec(this.tex.slice(this.i))[0].length;
    if (this.tex[this.i + space] !== open) return null;
    const start = this.i + space + 1;
    let depth = 0;
    for (let at = start; at < this.tex.length; at++) {
      const c = this.tex[at];
      if (c === "\\") at++;
      else if (c === "{") depth++;
      else if (c === "}" && close === "}" && depth === 0) return this.taken(start, at);
      else if (c === "}") depth--;
      else if (c === close && depth === 0) return this.taken(start, at);
    }
    throw new Error(`Missing ${close}`);
  }

  taken(start, end) {
    this.i = end + 1;
    return this.tex.slice(start, end);
  }

  read() {
    while (this.i < this.tex.length) this.step();
    this.end();
    return this.lines;
  }

  step() {
    const rest = this.tex.slice(this.i, this.i + 3);
    const c = rest[0];
    if (c === "\\") this.control();
    else if (rest.startsWith("$$")) this.display("$$");
    else if (c === "$") this.inline("$", "$");
    else if (c === "%") this.i = (this.tex.indexOf("\n", this.i) + 1 || this.tex.length + 1);
    else if (c === "{") this.open(1);
    else if (c === "}") this.close();
    else if (/\s/.test(c)) this.space();
    else if (rest === "---") this.take(3, "—");
    else if (rest.startsWith("--")) this.take(2, "–");
    else if (c === '"') this.take(1, "”");
    else this.take(1, c);
  }

  take(length, text) {
    this.i += length;
    this.command = null;
    this.write(text);
  }

  space() {
    const blank = /^\s+/.exec(this.tex.slice(this.i))[0];
    this.i += blank.length;
    if ((blank.match(/\n/g) || []).length > 1) this.end();
    else if (this.written) this.write(" ");
  }

  open(length) {
    const start = this.command ?? this.source.length;
    this.i += length;
    this.source += "{";
    this.groups.push({ opener: this.source.slice(start), declared: "", start, command: this.command });
    this.command = null;
  }

  close() {
    if (this.groups.length === 1) throw new Error("Extra close brace or missing open brace");
    const { start, command } = this.groups.pop();
    this.i += 1;
    this.source += "}";
    this.command = command === null || start > this.source.length ? null : start;
  }

  inline(open, close) {
    this.i += open.length;
    const math = this.upTo(close, open);
    this.command = null;
    this.write(`$${math}$`);
  }

  display(open) {
    this.i += open.length;
    const math = this.upTo(open === "$$" ? "$$" : "\\]", open);
    this.shown(math);
  }

  shown(math) {
    this.end();
    this.lines.push({ source: math, display: true, align: this.scope.align, indent: 0, skip: 0, label: null });
    this.begin();
  }

  control() {
    const word = /^\\([A-Za-z]+)\*?/.exec(this.tex.slice(this.i));
    if (!word) {
      this.symbol();
      return;
    }
    const [, name] = word;
    const start = this.i;
    this.i += word[0].length;
    if (name === "special") this.source += `\\special{${this.argument()}}`;
    else if (name === "begin") this.environment(this.argument());
    else if (name === "end") this.leave();
    else if (name === "par" || name === "newline" || name === "linebreak") this.broken(name !== "par");
    else if (name === "item") this.item();
    else if (name in ALIGN_SWITCH) this.scope.align = ALIGN_SWITCH[name];
    else if (name in SKIPS) this.vertical(SKIPS[name]);
    else if (name === "vspace" || name === "vskip") this.vertical(dimension(this.argument()));
    else if (name === "hfill") this.write("\\qquad ");
    else if (name === "verb") this.verbatim();
    else if (name === "TeX" || name === "LaTeX") this.logo(name);
    else if (name === "textsc") this.smallCaps();
    else if (IGNORED.has(name)) this.afterWord();
    else if (name === "color") this.declare(`\\color{${this.argument()}}`);
    else if (DECLARATIONS.has(SWITCHES[name] ?? name)) this.declare(`\\${SWITCHES[name] ?? name} `, true);
    else this.macro(this.tex.slice(start, this.i));
  }

  macro(text) {
    this.command = this.source.length;
    this.write(text);
    if (/^\s/.test(this.tex.slice(this.i))) {
      this.write(" ");
      this.afterWord();
    }
  }

  afterWord() {
    this.i += /^[ \t]*\n?[ \t]*/.exec(this.tex.slice(this.i))[0].length;
  }

  declare(text, word = false) {
    if (word) this.afterWord();
    this.group.declared += text;
    this.source += text;
    this.command = null;
  }

  symbol() {
    const two = this.tex.slice(this.i, this.i + 2);
    if (two === "\\\\") {
      this.i += 2;
      if (this.tex[this.i] === "*") this.i++;
      const extra = this.tex[this.i] === "[" ? dimension(this.argument("[", "]")) : 0;
      this.end(true);
      this.skip += extra;
    } else if (two === "\\[") this.display("\\[");
    else if (two === "\\(") this.inline("\\(", "\\)");
    else if (two === "\\/" || two === "\\-") this.i += 2;
    else this.take(2, two);
  }

  broken(asked) {
    this.afterWord();
    this.end(asked);
  }

  vertical(amount) {
    this.end();
    this.skip += amount;
  }

  verbatim() {
    const bar = this.tex[this.i++];
    const text = this.upTo(bar, "\\verb").replace(/[\\{}$&#^_%~]/g, (c) => (/[\\^~]/.test(c) ? `$\\text{\\verb|${c}|}$` : `\\${c}`));
    this.write(`\\texttt{${text}}`);
  }

  logo(name) {
    this.write(`$\\${name}$`);
    if (!/^\s/.test(this.tex.slice(this.i))) return;
    this.afterWord();
  }

  smallCaps() {
    const text = this.argument() ?? "";
    if (/[\\${}]/.test(text)) throw new Error("\\textsc takes plain text here");
    this.write(text.replace(/\p{Ll}+/gu, (run) => `{\\footnotesize ${run.toUpperCase()}}`));
  }

  environment(name) {
    if (MATH.has(name)) {
      const body = this.upTo(`\\end{${name}}`, `\\begin{${name}}`);
      this.shown(`\\begin{${name}}${body}\\end{${name}}`);
    } else if (name in ALIGN || LISTS.has(name) || name === "quote" || name === "minipage") {
      this.enter(name);
    } else if (name === "tabular") {
      this.tabular();
    } else {
      const body = this.upTo(`\\end{${name}}`, `\\begin{${name}}`);
      this.write(`$\\begin{${name}}${body}\\end{${name}}$`);
    }
  }

  enter(name) {
    this.end();
    const { align, indent, width } = this.scope;
    const inset = LISTS.has(name) || name === "quote" ? LIST_INDENT : 0;
    const scope = { align: ALIGN[name] ?? (inset || name === "minipage" ? "left" : align), indent: indent + inset, width, list: null };
    if (LISTS.has(name)) scope.list = { name, count: 0, depth: this.scopes.filter((outer) => outer.list).length };
    while (this.tex[this.i] === "[") this.argument("[", "]");
    if (name === "minipage") scope.width = dimension(this.argument());
    this.scopes.push(scope);
    this.begin();
  }

  leave() {
    this.argument();
    this.end();
    if (this.scopes.length > 1) this.scopes.pop();
    this.begin();
  }

  item() {
    this.afterWord();
    this.end();
    const { list } = this.scope;
    if (!list) throw new Error("\\item outside of a list");
    list.count += 1;
    const given = this.tex[this.i] === "[" ? this.argument("[", "]") : null;
    const numbered = list.depth ? `(${String.fromCharCode(96 + list.count)})` : `${list.count}.`;
    const bullet = list.depth ? "–" : "$\\bullet$";
    this.label = given ?? (list.name === "enumerate" ? numbered : list.name === "itemize" ? bullet : "");
  }

  tabular() {
    while (this.tex[this.i] === "[") this.argument("[", "]");
    const columns = this.argument().replace(/@\{[^}]*\}/g, "").replace(/p\{[^}]*\}/g, "l");
    const body = this.upTo("\\end{tabular}", "\\begin{tabular}");
    this.write(`$\\begin{array}{${columns}}${textCells(body)}\\end{array}$`);
  }
}

// The cells of a tabular, each as text, rules left alone.
function textCells(body) {
  const pieces = body.split(/(\\\\(?:\[[^\]]*\])?|(?<!\\)&|\\hline|\\special\{[^}]*\})/);
  return pieces.map((piece, i) => (i % 2 || !piece.trim() ? piece : `\\text{${piece.trim()}}`)).join("");
}

// The words of one line, each a source of its own that carries the groups it stands in.
function words(source) {
  const reader = new Reader(source, "left");
  reader.space = function space() {
    this.i += /^\s+/.exec(this.tex.slice(this.i))[0].length;
    this.end();
  };
  return reader.read().map((line) => line.source);
}

function readText(tex, align) {
  return new Reader(tex, align).read();
}

module.exports = { readText, words, ALIGN };
