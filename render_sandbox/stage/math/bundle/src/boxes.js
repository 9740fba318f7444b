// Frames and strikes with LaTeX's measures: rules of 0.4 pt, 3 pt around a box, nothing around a strike.
const { CommandMap } = require("@mathjax/src/js/input/tex/TokenMap.js");
const { Configuration } = require("@mathjax/src/js/input/tex/Configuration.js");
const { ParseUtil } = require("@mathjax/src/js/input/tex/ParseUtil.js");

const RULE = ".04em";
const FRAME = { notation: "box", "data-thickness": RULE, "data-padding": ".3em" };

function frame(parser, name) {
  const inside = ParseUtil.internalMath(parser, parser.GetArgument(name));
  parser.Push(parser.create("node", "menclose", inside, { ...FRAME }));
}

function strike(parser, name, notation) {
  parser.GetBrackets(name, "");
  const inside = parser.ParseArg(name);
  parser.Push(parser.create("node", "menclose", [inside], { notation, "data-thickness": RULE, "data-padding": "0" }));
}

function strikeTo(parser, name) {
  const value = parser.create("node", "mpadded", [parser.ParseArg(name)], { depth: "-.1em", height: "+.1em", voffset: ".1em" });
  const arrow = { notation: "northeastarrow", "data-thickness": RULE, "data-padding": ".1em" };
  const struck = parser.create("node", "menclose", [parser.ParseArg(name)], arrow);
  parser.Push(parser.create("node", "msup", [struck, value]));
}

new CommandMap("boxes", {
  fbox: frame,
  cancel: [strike, "updiagonalstrike"],
  bcancel: [strike, "downdiagonalstrike"],
  cancelto: strikeTo,
  xcancel: [strike, "updiagonalstrike downdiagonalstrike"],
});
Configuration.create("boxes", { handler: { macro: ["boxes"] }, priority: 1 });
