/** Two video elements over one another: the active one is seen, the other holds what comes next. */
import { Deck } from "./deck.ts";

export class DeckPair {
  /** Holds both and fills its parent. */
  readonly element: HTMLElement;
  readonly all: readonly [Deck, Deck];
  #active = 0;

  constructor(document: Document) {
    this.element = document.createElement("div");
    this.element.className = "pr-decks";
    this.all = [new Deck(document), new Deck(document)];
    for (const { video } of this.all) this.element.append(video);
    this.#arrange();
  }

  get active(): Deck {
    return this.all[this.#active] as Deck;
  }

  get standby(): Deck {
    return this.all[1 - this.#active] as Deck;
  }

  swap(): void {
    const { video: before } = this.active;
    this.#active = 1 - this.#active;
    this.#arrange();
    before.pause();
    if (before.ownerDocument.pictureInPictureElement === before) {
      // Allowed without a gesture, because the page has a picture-in-picture window already.
      void this.active.video.requestPictureInPicture().catch(() => undefined);
    }
  }

  pause(): void {
    for (const { video } of this.all) video.pause();
  }

  close(): void {
    for (const deck of this.all) deck.empty();
    this.element.remove();
  }

  #arrange(): void {
    this.active.video.dataset["active"] = "true";
    delete this.standby.video.dataset["active"];
  }
}
