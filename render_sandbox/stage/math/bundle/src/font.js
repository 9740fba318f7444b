// The New Computer Modern font, with the ranges that few formulas need compiled on first use.
const { mathjax } = require("@mathjax/src/js/mathjax.js");
const { MathJaxNewcmFont } = require("@mathjax/mathjax-newcm-font/js/svg.js");
const { MathJaxMhchemFontExtension } = require("@mathjax/mathjax-mhchem-font-extension/js/svg.js");
const ranges = require("font-ranges");

function compileRange(file) {
  const name = file.split("/").pop().replace(/\.js$/, "");
  const source = ranges[name];
  if (source === undefined) throw new Error(`No font range ${name}`);
  delete ranges[name];
  new Function("exports", "require", source)({}, () => ({ MathJaxNewcmFont }));
}

MathJaxNewcmFont.addExtension(MathJaxMhchemFontExtension);
mathjax.asyncLoad = compileRange;
mathjax.asyncIsSynchronous = true;

module.exports = { MathJaxNewcmFont };
