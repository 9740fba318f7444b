// The TeX that formulas may use: everything of MathJax that LaTeX users know, nothing that makes links.
require("@mathjax/src/js/input/tex/base/BaseConfiguration.js");
require("@mathjax/src/js/input/tex/ams/AmsConfiguration.js");
require("@mathjax/src/js/input/tex/amscd/AmsCdConfiguration.js");
require("@mathjax/src/js/input/tex/begingroup/BegingroupConfiguration.js");
require("@mathjax/src/js/input/tex/boldsymbol/BoldsymbolConfiguration.js");
require("@mathjax/src/js/input/tex/braket/BraketConfiguration.js");
require("@mathjax/src/js/input/tex/bussproofs/BussproofsConfiguration.js");
require("@mathjax/src/js/input/tex/cancel/CancelConfiguration.js");
require("@mathjax/src/js/input/tex/cases/CasesConfiguration.js");
require("@mathjax/src/js/input/tex/centernot/CenternotConfiguration.js");
require("@mathjax/src/js/input/tex/color/ColorConfiguration.js");
require("@mathjax/src/js/input/tex/colortbl/ColortblConfiguration.js");
require("@mathjax/src/js/input/tex/configmacros/ConfigMacrosConfiguration.js");
require("@mathjax/src/js/input/tex/empheq/EmpheqConfiguration.js");
require("@mathjax/src/js/input/tex/enclose/EncloseConfiguration.js");
require("@mathjax/src/js/input/tex/extpfeil/ExtpfeilConfiguration.js");
require("@mathjax/src/js/input/tex/gensymb/GensymbConfiguration.js");
require("@mathjax/src/js/input/tex/mathtools/MathtoolsConfiguration.js");
require("@mathjax/src/js/input/tex/mhchem/MhchemConfiguration.js");
require("@mathjax/src/js/input/tex/newcommand/NewcommandConfiguration.js");
require("@mathjax/src/js/input/tex/physics/PhysicsConfiguration.js");
require("@mathjax/src/js/input/tex/textcomp/TextcompConfiguration.js");
require("@mathjax/src/js/input/tex/textmacros/TextMacrosConfiguration.js");
require("@mathjax/src/js/input/tex/unicode/UnicodeConfiguration.js");
require("@mathjax/src/js/input/tex/units/UnitsConfiguration.js");
require("@mathjax/src/js/input/tex/upgreek/UpgreekConfiguration.js");
require("@mathjax/src/js/input/tex/verb/VerbConfiguration.js");
require("./boxes.js");
require("./letters.js");
require("./marks.js");

const PACKAGES = [
  "base",
  "ams",
  "amscd",
  "begingroup",
  "boldsymbol",
  "braket",
  "bussproofs",
  "cancel",
  "cases",
  "centernot",
  "color",
  "colortbl",
  "configmacros",
  "empheq",
  "enclose",
  "extpfeil",
  "gensymb",
  "mathtools",
  "mhchem",
  "newcommand",
  "textcomp",
  "textmacros",
  "unicode",
  "units",
  "upgreek",
  "verb",
  "marks",
  "boxes",
];

// physics changes what \div, \Re, \sin( … mean, so it is a typesetter of its own.
const PHYSICS = "physics";

const OPTIONS = {
  maxBuffer: 64 * 1024,
  maxMacros: 2000,
  textmacros: { packages: ["text-base", "text-letters", "text-marks"] },
  color: { padding: ".3em", borderWidth: ".04em" },
  macros: {
    bm: ["\\boldsymbol{#1}", 1],
    mathds: ["\\mathbb{#1}", 1],
    mathbbm: ["\\mathbb{#1}", 1],
  },
};

module.exports = { PACKAGES, PHYSICS, OPTIONS };
