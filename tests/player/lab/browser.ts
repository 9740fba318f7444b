/** Debian's Chromium, driven; frames read back from what is seen; the sound that is heard. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { BITS, BIT_WIDTH, FORMAT, STRIP_HEIGHT } from "./chunks.ts";

export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
      `--disk-cache-dir=${mkdtempSync(join(tmpdir(), "pr-chromium-"))}`,
    ],
  });
}

export interface Seen {
  readonly tag: number;
  readonly frame: number;
}

/** Install `window.seen()`: the tag and number of the frame that is drawn now. */
export async function installReader(page: Page): Promise<void> {
  await page.evaluate(
    ({ bits, bitWidth, width, height, strip }) => {
      const canvas = document.createElement("canvas");
      canvas.width = width;
      canvas.height = 2;
      const context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
      const seen = () => {
        const video = document.querySelector("video[data-active]") as HTMLVideoElement;
        // In one draw: between two the video may have gone on.
        context.drawImage(video, 0, height - strip / 2 - 1, width, 2, 0, 0, width, 2);
        const { data } = context.getImageData(0, 0, width, 1);
        let value = 0;
        for (let bit = 0; bit < bits; bit++) {
          if ((data[Math.round((bit + 0.5) * bitWidth) * 4] as number) > 127) value |= 1 << bit;
        }
        return { tag: value >> 10, frame: value & 1023 };
      };
      Object.assign(window, { seen });
    },
    { bits: BITS, bitWidth: BIT_WIDTH, width: FORMAT.width, height: FORMAT.height, strip: STRIP_HEIGHT },
  );
}

/** What is drawn once the compositor had its turn: it takes a sought frame over on a thread of its own. */
export function seen(page: Page): Promise<Seen> {
  return page.evaluate(async () => {
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return (window as unknown as { seen(): Seen }).seen();
  });
}

/** What the strip in a picture of the whole frame says, at any size. */
export async function stripOf(page: Page, picture: Buffer): Promise<Seen> {
  const value = await page.evaluate(
    async ({ png, bits, share, down }) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, Math.floor(image.height * down), image.width, 1);
      let read = 0;
      for (let bit = 0; bit < bits; bit++) if ((data[Math.floor((bit + 0.5) * share * image.width) * 4] as number) > 127) read |= 1 << bit;
      return read;
    },
    { png: picture.toString("base64"), bits: BITS, share: BIT_WIDTH / FORMAT.width, down: 1 - STRIP_HEIGHT / 2 / FORMAT.height },
  );
  return { tag: value >> 10, frame: value & 1023 };
}

interface PageWithPlayer {
  proofreel: { player: import("../../../player/src/playback/player.ts").Player };
}

/** Seek by the player and wait until it says that the frame is shown, and the compositor had its turn. */
export async function seekTo(page: Page, frame: number): Promise<number> {
  return page.evaluate(async (wanted) => {
    const { player } = (window as unknown as PageWithPlayer).proofreel;
    player.seek(wanted);
    while (player.get().phase === "loading") await new Promise((resolve) => setTimeout(resolve, 10));
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return player.get().frame;
  }, frame);
}

export async function whenPhase(page: Page, phase: string, timeout = 20_000): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelector(".pr-player")?.getAttribute("data-phase") === wanted, phase, { timeout });
}
