/** One of the two video elements: which chunk it holds, and promises for what media elements tell by events. */

export class MediaFailure extends Error {
  constructor(video: HTMLVideoElement) {
    super(video.error?.message || "The video can't be decoded.");
    this.name = "MediaFailure";
  }
}

/** A newer load took the element over. */
export class Superseded extends Error {
  constructor() {
    super("superseded");
    this.name = "Superseded";
  }
}

export class Deck {
  readonly video: HTMLVideoElement;
  /** The chunk's own URL, as the session names it; null while empty or broken. */
  url: string | null = null;
  #cancel: (() => void) | null = null;

  constructor(document: Document) {
    this.video = document.createElement("video");
    this.video.playsInline = true;
    this.video.preload = "auto";
    this.video.tabIndex = -1;
    this.video.disableRemotePlayback = true;
    this.video.setAttribute("aria-hidden", "true");
  }

  /** Whether this chunk's frames can be shown now. */
  holds(url: string): boolean {
    return this.url === url && this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  }

  /** Take a chunk; resolves when its first frame is decoded. */
  async load(url: string, src: string): Promise<void> {
    if (this.holds(url)) return;
    this.video.pause();
    this.url = url;
    const loaded = this.#once("loadeddata");
    this.video.src = src;
    this.video.load();
    try {
      await loaded;
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) this.url = null;
      throw thrown;
    }
  }

  /** Resolves when the frame at `seconds` is the one that is drawn. */
  async seek(seconds: number): Promise<void> {
    const { video } = this;
    if (!video.seeking && Math.abs(video.currentTime - seconds) < 1e-4) return;
    const seeked = this.#once("seeked");
    video.currentTime = seconds;
    await seeked;
  }

  empty(): void {
    this.#cancel?.();
    this.url = null;
    this.video.removeAttribute("src");
    this.video.load();
  }

  #once(event: "loadeddata" | "seeked"): Promise<void> {
    this.#cancel?.();
    const { video } = this;
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => (): void => {
        video.removeEventListener(event, succeed);
        video.removeEventListener("error", fail);
        this.#cancel = null;
        settle();
      };
      const succeed = done(resolve);
      const fail = done(() => reject(new MediaFailure(video)));
      this.#cancel = done(() => reject(new Superseded()));
      video.addEventListener(event, succeed);
      video.addEventListener("error", fail);
    });
  }
}
