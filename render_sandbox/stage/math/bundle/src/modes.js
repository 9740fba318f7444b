// What a LaTeX environment means here: mathematics, or text that is set in lines.

const MATH = new Set(
  ["align", "alignat", "displaymath", "eqnarray", "equation", "flalign", "gather", "math", "multline", "subequations"].flatMap(
    (name) => [name, `${name}*`],
  ),
);
const SINGLE = new Set(["align", "displaymath", "equation", "gather", "math", "multline", "flalign", "eqnarray"]);

// manim hands over "align*", "center", "{minipage}{20em}" or nothing.
function parseEnvironment(environment) {
  const found = /^\{?([A-Za-z]+\*?)\}?(.*)$/s.exec((environment || "").trim());
  return found ? { name: found[1], rest: found[2] } : { name: "", rest: "" };
}

// A display without line breaks or columns needs no table around it.
function mathSource(tex, { name, rest }) {
  const bare = name.replace(/\*$/, "");
  if (SINGLE.has(bare) && (bare === "displaymath" || bare === "math" || !/\\\\|&|\\(tag|intertext|cr\b)/.test(tex))) return tex;
  if (bare === "equation") return tex;
  return `\\begin{${name}}${rest}${tex}\\end{${name}}`;
}

module.exports = { MATH, parseEnvironment, mathSource };
