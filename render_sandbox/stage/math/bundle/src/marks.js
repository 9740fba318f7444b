// Marks: places in a formula that survive typesetting.
//
// manim tells the parts of a MathTex apart by \special{dvisvgm:raw <g id='…'>} … \special{dvisvgm:raw </g>}.
// TeX leaves specials out of all spacing decisions, and so does MathJax with an empty mspace.
const { CommandMap } = require("@mathjax/src/js/input/tex/TokenMap.js");
const { Configuration } = require("@mathjax/src/js/input/tex/Configuration.js");

const OPEN = /^dvisvgm:raw <g id='([^']*)'>$/;
const CLOSE = "dvisvgm:raw </g>";

function special(parser, name) {
  const text = parser.GetArgument(name);
  const open = OPEN.exec(text);
  if (!open && text !== CLOSE) return;
  parser.Push(parser.create("node", "mspace", [], { width: "0", "data-mark": open ? `+${open[1]}` : "-" }));
}

new CommandMap("marks", { special });
Configuration.create("marks", { handler: { macro: ["marks"] } });
Configuration.create("text-marks", { parser: "text", handler: { macro: ["marks"] } });
