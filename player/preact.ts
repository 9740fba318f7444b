import type { Alias } from "vite";

/**
 * What the pages run on: written for React, built with Preact in its place, which is 58 kB less of every page.
 * The Remotion composition isn't built here and runs on React itself.
 */
export const preact: Alias[] = [
  { find: /^react\/jsx(-dev)?-runtime$/, replacement: "preact/jsx-runtime" },
  { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
  { find: /^react(-dom)?$/, replacement: "preact/compat" },
];
