// One formula through MathJax, each from a clean slate.
const { mathjax } = require("@mathjax/src/js/mathjax.js");
const { TeX } = require("@mathjax/src/js/input/tex.js");
const { SVG } = require("@mathjax/src/js/output/svg.js");
const { liteAdaptor } = require("@mathjax/src/js/adaptors/liteAdaptor.js");
const { RegisterHTMLHandler } = require("@mathjax/src/js/handlers/html.js");
const { begingroupStack } = require("@mathjax/src/js/input/tex/begingroup/BegingroupStack.js");
const { MathJaxNewcmFont } = require("./font.js");
const { flatten } = require("./flatten.js");
const { MATH, parseEnvironment, mathSource } = require("./modes.js");
const { PACKAGES, PHYSICS, OPTIONS } = require("./packages.js");
const { setText } = require("./text.js");

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);

// One for all: a range of the font is handed to the first font object that asks for it, and to no other.
const OUTPUT = new SVG({ fontCache: "none", fontData: MathJaxNewcmFont });

class Typesetter {
  constructor(packages) {
    this.input = new TeX({
      ...OPTIONS,
      packages,
      formatError(_jax, error) {
        throw error;
      },
    });
    this.document = mathjax.document("", { InputJax: this.input, OutputJax: OUTPUT });
  }

  // Definitions of one formula must not reach the next.
  fresh(preamble) {
    this.input.reset();
    const groups = begingroupStack(this.input.parseOptions);
    groups.sandbox();
    groups.finish();
    for (const line of preamble) this.node(line);
  }

  node(tex, display = true) {
    const container = this.document.convert(tex, { display, em: 16, ex: 8, containerWidth: 1e6 });
    return adaptor.firstChild(container);
  }

  // The picture of one line: its items and its size in thousandths of an em.
  line(tex, display) {
    const svg = this.node(tex, display);
    const [, top, width, height] = adaptor.getAttribute(svg, "viewBox").split(" ").map(Number);
    return { items: flatten(adaptor, svg), width, height: -top, depth: height + top };
  }
}

const typesetters = {};
function typesetter(physics) {
  const name = physics ? "physics" : "plain";
  typesetters[name] ??= new Typesetter(physics ? [...PACKAGES, PHYSICS] : PACKAGES);
  return typesetters[name];
}

// physics is loaded where the template asks for it, and where a formula needs it.
function withPackages(request, use) {
  const asked = (request.packages || []).includes(PHYSICS);
  try {
    return use(typesetter(asked));
  } catch (error) {
    if (asked || error.id !== "UndefinedControlSequence") throw error;
    try {
      return use(typesetter(true));
    } catch (second) {
      throw second.id === "UndefinedControlSequence" ? error : second;
    }
  }
}

function items(request) {
  const environment = parseEnvironment(request.environment);
  return withPackages(request, (setter) => {
    setter.fresh(request.preamble || []);
    if (MATH.has(environment.name)) return setter.line(mathSource(request.tex, environment), true).items;
    return setText(request.tex, environment, (tex, display) => setter.line(tex, display));
  });
}

function describe(error) {
  return { message: String(error.message ?? error), id: error.id ?? null };
}

function typeset(request) {
  try {
    return { items: items(request) };
  } catch (error) {
    return { error: describe(error) };
  }
}

function check(request) {
  return { error: typeset(request).error ?? null };
}

module.exports = { typeset, check, adaptor, typesetter };
