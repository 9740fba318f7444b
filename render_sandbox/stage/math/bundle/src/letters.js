// Letters and accents that LaTeX text has and MathJax's text mode lacks.
const { CommandMap } = require("@mathjax/src/js/input/tex/TokenMap.js");
const { Configuration } = require("@mathjax/src/js/input/tex/Configuration.js");

const LETTERS = { ss: "ß", o: "ø", O: "Ø", ae: "æ", AE: "Æ", oe: "œ", OE: "Œ", aa: "å", l: "ł", L: "Ł", i: "ı", j: "ȷ" };
const MARKS = { c: "\u0327", H: "\u030b", k: "\u0328", r: "\u030a", d: "\u0323" };

function insert(parser, _name, letter) {
  parser.text += letter;
}

function accent(parser, name, mark) {
  parser.text += (parser.GetArgument(name) + mark).normalize("NFC");
}

const commands = {};
for (const [name, letter] of Object.entries(LETTERS)) commands[name] = [insert, letter];
for (const [name, mark] of Object.entries(MARKS)) commands[name] = [accent, mark];

new CommandMap("text-letters", commands);
Configuration.create("text-letters", { parser: "text", handler: { macro: ["text-letters"] } });
