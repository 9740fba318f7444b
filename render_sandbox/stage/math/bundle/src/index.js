// What Python calls: typeset(request) and check(request), JSON in and out.
//
// request  {"tex": "…", "environment": "align*" | "center" | … | null, "preamble": ["\\newcommand…"], "packages": ["physics"]}
// typeset  {"items": [{"mark": "+id" | "-"} | {"colour": null | css, "parts": [part]}]} | {"error": {"message"}}
// part     {"tag", "matrix": [a, b, c, d, e, f], "d" | "box", "width"?, "clip"?}, y up, 1000 units an em
// check    {"error": null | {"message"}}
const { typeset, check } = require("./typeset.js");

globalThis.console ??= { log() {}, warn() {}, error() {}, info() {} };
globalThis.typeset = (request) => JSON.stringify(typeset(JSON.parse(request)));
globalThis.check = (request) => JSON.stringify(check(JSON.parse(request)));
