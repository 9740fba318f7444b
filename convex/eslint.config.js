import convex from "@convex-dev/eslint-plugin";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["functions/_generated/**", "node_modules/**"] },
  ...tseslint.configs.recommended,
  ...convex.configs.recommended,
  { rules: { "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_" }] } },
);
