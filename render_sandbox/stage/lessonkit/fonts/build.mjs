// Copies the typefaces of the themes, and their licences, out of the installed packages into files/.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const faces = {
  inter: ["Inter", "400Regular", "400Regular_Italic", "600SemiBold", "700Bold"],
  "jetbrains-mono": ["JetBrainsMono", "400Regular", "700Bold"],
  "noto-emoji": ["NotoEmoji", "400Regular"],
  "patrick-hand": ["PatrickHand", "400Regular"],
  "source-serif-4": ["SourceSerif4", "400Regular", "400Regular_Italic", "600SemiBold", "700Bold"],
};

const out = join(here, "files");
mkdirSync(out, { recursive: true });
for (const [name, [prefix, ...styles]] of Object.entries(faces)) {
  const folder = join(here, "node_modules/@expo-google-fonts", name);
  for (const style of styles) {
    copyFileSync(join(folder, style, `${prefix}_${style}.ttf`), join(out, `${prefix}-${style}.ttf`));
  }
  copyFileSync(join(folder, "LICENSE_FONT"), join(out, `OFL-${prefix}.txt`));
}

// Fontconfig takes "Noto Emoji" for a wish for the colour font, which can't be drawn as outlines: the copy
// gets a name of its own, as long as the old one so that no offset in the file moves.
const emoji = join(out, "NotoEmoji-400Regular.ttf");
const wide = (text) => Buffer.from(text, "utf16le").swap16();
const bytes = readFileSync(emoji);
for (let at = bytes.indexOf(wide("Noto Emoji")); at >= 0; at = bytes.indexOf(wide("Noto Emoji"), at)) {
  wide("Line Emoji").copy(bytes, at);
}
writeFileSync(join(out, "LineEmoji-400Regular.ttf"), bytes);
rmSync(emoji);
