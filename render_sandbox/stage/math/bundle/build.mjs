// Builds ../mathjax.js: one script without modules, for QuickJS.
//
// The font's rarely used ranges (Cyrillic, Greek text, braille …) go in as strings that are compiled
// when a formula first needs one: compiling all of them costs more than MathJax itself.
import { build, transform } from "esbuild";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const font = join(here, "node_modules/@mathjax/mathjax-newcm-font/cjs");
const ranges = join(font, "svg/dynamic");
const UNUSED = /^(braille|cherokee|phonetics)/;

const lazyRanges = {
  name: "lazy-font-ranges",
  setup(plugin) {
    plugin.onResolve({ filter: /^font-ranges$/ }, (args) => ({ path: args.path, namespace: "ranges" }));
    plugin.onLoad({ filter: /.*/, namespace: "ranges" }, async () => {
      const sources = {};
      for (const file of readdirSync(ranges).filter((name) => /^[\w-]+\.js$/.test(name) && !UNUSED.test(name))) {
        const source = readFileSync(join(ranges, file), "utf8");
        const { code } = await transform(source, { minify: true, target: "es2022" });
        sources[file.replace(/\.js$/, "")] = code;
      }
      return { contents: JSON.stringify(sources), loader: "json" };
    });
  },
};

const result = await build({
  entryPoints: [join(here, "src/index.js")],
  outfile: join(here, "../mathjax.js"),
  bundle: true,
  minify: true,
  format: "iife",
  platform: "neutral",
  mainFields: ["main"],
  conditions: ["require"],
  target: "es2022",
  legalComments: "none",
  banner: { js: "/* MathJax 4 and its New Computer Modern fonts, Apache-2.0, https://www.mathjax.org */" },
  plugins: [lazyRanges],
  metafile: true,
});
for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
  console.log(`${file}: ${bytes} bytes`);
}
