// From MathJax's SVG tree to what manim draws: filled paths and marks, in the order in which TeX ships them.
//
// The order matters twice: \special groups are runs of that order, and people index glyphs by it.

const IDENTITY = [1, 0, 0, 1, 0, 0];
// MathJax turns its picture over once, at the root; over again, y points up.
const UP = [1, 0, 0, -1, 0, 0];

// matrix(a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f
function multiply([a, b, c, d, e, f], [g, h, i, j, k, l]) {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function parseTransform(text) {
  let matrix = IDENTITY;
  for (const [, name, args] of (text || "").matchAll(/(\w+)\(([^)]*)\)/g)) {
    const n = args.split(/[\s,]+/).filter(Boolean).map(Number);
    if (name === "translate") matrix = multiply(matrix, [1, 0, 0, 1, n[0], n[1] || 0]);
    else if (name === "scale") matrix = multiply(matrix, [n[0], 0, 0, n[1] ?? n[0], 0, 0]);
    else if (name === "matrix") matrix = multiply(matrix, n);
    else if (name === "rotate") {
      const [cos, sin] = [Math.cos((n[0] * Math.PI) / 180), Math.sin((n[0] * Math.PI) / 180)];
      const [x, y] = [n[1] || 0, n[2] || 0];
      matrix = multiply(matrix, [1, 0, 0, 1, x, y]);
      matrix = multiply(matrix, [cos, sin, -sin, cos, 0, 0]);
      matrix = multiply(matrix, [1, 0, 0, 1, -x, -y]);
    } else throw new Error(`Unknown SVG transform ${name}`);
  }
  return matrix;
}

// How TeX orders the boxes of one construct, where MathJax's order differs.
const ORDERS = {
  mfrac: ([numerator, denominator, ...bar]) => [numerator, ...bar, denominator],
  msqrt: (parts) => (parts.length < 3 ? parts : [parts[0], ...parts.slice(2), parts[1]]),
  mroot: (parts) => (parts.length < 4 ? parts : [parts[1], parts[0], ...parts.slice(3), parts[2]]),
  mover: ([base, over, ...rest]) => [over, base, ...rest],
  munderover: ([base, under, over, ...rest]) => [over, base, under, ...rest],
};

const SHAPES = new Set(["path", "rect", "line", "ellipse", "circle", "polygon"]);

// LaTeX draws a strike and a background before what they belong to, a frame after it.
function framed(adaptor, parts) {
  const rank = { line: 0, polygon: 2 };
  const ranked = parts.map((part) => [rank[adaptor.kind(part)] ?? 1, part]);
  return [0, 1, 2].flatMap((wanted) => ranked.filter(([found]) => found === wanted).map(([, part]) => part));
}

// The lines of a table have their width in a style sheet, which isn't here: LaTeX's 0.4 pt.
const TABLE_RULE = "40";

const STRIKE_ENDS = 150;

// Characters that LaTeX composes of several: primes and dots, one shape each.
const COMPOSED = new Set(["2033", "2034", "2057", "2026", "22EF", "22EE", "22F1"]);

class Flattener {
  constructor(adaptor) {
    this.adaptor = adaptor;
    this.items = [];
  }

  attribute(node, name) {
    return this.adaptor.getAttribute(node, name);
  }

  children(node) {
    return this.adaptor.childNodes(node).filter((child) => this.adaptor.kind(child) !== "#text");
  }

  ordered(node) {
    const kind = this.attribute(node, "data-mml-node");
    const parts = this.children(node);
    if (kind === "menclose" || kind === "mpadded") return framed(this.adaptor, parts);
    const order = kind && ORDERS[kind];
    return order && parts.length > 1 ? order(parts) : parts;
  }

  walk(node, matrix, style) {
    const { adaptor } = this;
    const tag = adaptor.kind(node);
    if (SHAPES.has(tag)) {
      this.shape(tag, node, matrix, this.inherit(node, style));
      return;
    }
    if (tag === "text") {
      throw new Error(`No glyph for “${adaptor.textContent(node)}”`);
    }
    if (tag !== "g" && tag !== "svg") return;
    const mark = this.attribute(node, "data-mark");
    if (mark) {
      this.items.push({ mark });
      return;
    }
    const inner = this.inherit(node, style);
    if (tag === "svg") {
      this.nested(node, matrix, inner);
      return;
    }
    const own = multiply(matrix, parseTransform(this.attribute(node, "transform")));
    if (this.attribute(node, "data-mml-node") === "mo") {
      this.operator(node, own, inner);
      return;
    }
    for (const child of this.ordered(node)) this.walk(child, own, inner);
  }

  inherit(node, style) {
    const next = { ...style };
    for (const name of ["fill", "stroke", "stroke-width"]) {
      const value = this.attribute(node, name);
      if (value !== undefined && value !== null && value !== "") next[name] = value;
    }
    return next;
  }

  // A stretched delimiter is several glyphs on top of each other: one shape for whoever animates it.
  operator(node, matrix, style) {
    const start = this.items.length;
    for (const child of this.children(node)) this.walk(child, matrix, style);
    const pieces = this.items.splice(start);
    const stretched = this.children(node).some((child) => this.adaptor.kind(child) === "svg");
    if (!stretched) {
      this.items.push(...pieces);
      return;
    }
    this.items.push({ ...pieces[0], parts: pieces.flatMap((piece) => piece.parts) });
  }

  // The extender of a stretched delimiter: a glyph scaled up and clipped to the view box.
  nested(node, matrix, style) {
    const number = (name) => Number(this.attribute(node, name) || 0);
    const [vx, vy, vw, vh] = this.attribute(node, "viewBox").split(/\s+/).map(Number);
    const scale = [number("width") / vw, number("height") / vh];
    const inner = multiply(matrix, [scale[0], 0, 0, scale[1], number("x") - vx * scale[0], number("y") - vy * scale[1]]);
    const start = this.items.length;
    for (const child of this.children(node)) this.walk(child, inner, style);
    const [x0, y0] = [inner[0] * vx + inner[4], inner[3] * vy + inner[5]];
    const [x1, y1] = [inner[0] * (vx + vw) + inner[4], inner[3] * (vy + vh) + inner[5]];
    const clip = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
    for (const item of this.items.slice(start)) for (const part of item.parts) part.clip = clip;
  }

  shape(tag, node, matrix, style) {
    const own = multiply(matrix, parseTransform(this.attribute(node, "transform")));
    const part = { tag, matrix: own, ...this.geometry(tag, node) };
    if (part.d === "") return;
    const ruled = this.attribute(node, "data-line") || this.attribute(node, "data-frame");
    if (tag === "line" && !ruled) part.box = longer(part.box);
    if (ruled || tag === "line" || style.fill === "none") {
      part.width = Number(ruled ? TABLE_RULE : style["stroke-width"] || 0);
      if (!part.width) return;
    }
    const colour = part.width ? style.stroke : style.fill;
    for (const single of COMPOSED.has(this.attribute(node, "data-c")) ? contours(part) : [part]) {
      this.items.push({ colour: colour === "currentColor" ? null : colour, parts: [single] });
    }
  }

  geometry(tag, node) {
    const numbers = (names) => names.split(" ").map((name) => Number(this.attribute(node, name) || 0));
    if (tag === "path") return { d: this.attribute(node, "d") || "" };
    if (tag === "polygon") {
      return { tag: "path", d: `M${this.attribute(node, "points").trim().replace(/\s+/g, "L")}Z` };
    }
    if (tag === "rect") return { box: numbers("x y width height rx") };
    if (tag === "line") return { box: numbers("x1 y1 x2 y2") };
    if (tag === "ellipse") return { box: numbers("cx cy rx ry") };
    return { box: numbers("cx cy r r") };
  }
}

// A strike ends outside of what it strikes.
function longer([x1, y1, x2, y2]) {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [((x2 - x1) / length) * STRIKE_ENDS, ((y2 - y1) / length) * STRIKE_ENDS];
  return [x1 - dx, y1 - dy, x2 + dx, y2 + dy];
}

function contours(part) {
  const pieces = part.d.split(/(?=M)/).filter(Boolean);
  return pieces.map((d) => ({ ...part, d: d.endsWith("Z") ? d : `${d}Z` }));
}

function flatten(adaptor, svg) {
  const flattener = new Flattener(adaptor);
  for (const child of flattener.children(svg)) {
    flattener.walk(child, UP, { fill: "currentColor", stroke: "currentColor", "stroke-width": "0" });
  }
  return flattener.items;
}

module.exports = { flatten };
