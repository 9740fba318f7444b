/** Sound and pictures together: on the audio clock where that can be, from the video elements where it can't. */
import type { ChunkStore } from "./chunks.ts";
import type { DeckPair } from "./deck-pair.ts";
import { segmentOf, type PlayerState } from "./player-state.ts";
import { SoundTrack } from "./sound-track.ts";
import { secondsOf } from "./timeline.ts";

/** The pictures may be this far from the sound before their speed is changed a little … */
const DRIFT_START_S = 0.04;
const DRIFT_STOP_S = 0.01;
/** … and this far before the sound starts anew instead. */
const DRIFT_JUMP_S = 0.3;
const NUDGE = 0.06;

export class SoundSync {
  readonly #chunks: ChunkStore;
  readonly #decks: DeckPair;
  readonly #state: () => PlayerState;
  #track: SoundTrack | null = null;

  constructor(chunks: ChunkStore, decks: DeckPair, state: () => PlayerState) {
    this.#chunks = chunks;
    this.#decks = decks;
    this.#state = state;
  }

  /** Null before `open()`. */
  get track(): SoundTrack | null {
    return this.#track;
  }

  /** To be called in a gesture of the user's. */
  open(): void {
    this.#track ??= SoundTrack.create();
    this.#track?.unlock();
  }

  /** Begin with what is seen, where it is seen. */
  start(): void {
    const { timeline, rate } = this.#state();
    const segment = segmentOf(this.#state());
    const sound = segment?.url ? this.#chunks.peek(segment.url)?.sound : null;
    if (!this.#track) return;
    // Buffers can't be stretched without changing their pitch; the elements can.
    if (!segment?.url || !sound || rate !== 1 || !this.#track.running) this.#track.stop();
    else {
      this.#track.start(segment.url, sound, this.#decks.active.video.currentTime, secondsOf(timeline, segment));
      this.queue();
    }
    this.applyVolume();
  }

  /** Begin with the element's chunk, unless that is heard already. */
  resume(): void {
    if (!this.#heard(this.#decks.active.url)) this.start();
  }

  stop(): void {
    this.#track?.stop();
  }

  /** Line the next segment up, if its pictures are ready too. */
  queue(): void {
    const { timeline, phase } = this.#state();
    const next = segmentOf(this.#state(), 1);
    const sound = next?.url ? this.#chunks.peek(next.url)?.sound : null;
    if (next?.url && sound && phase === "playing" && this.#decks.standby.url === next.url) {
      this.#track?.queue(next.url, sound, secondsOf(timeline, next));
    }
  }

  /** Another chunk comes next than was lined up. */
  unqueueAllBut(url: string | null): void {
    if (this.#track?.queued && this.#track.queued !== url) this.#track.unqueue();
  }

  /** The pictures went on to `url`; whether the sound did too. */
  advance(url: string): boolean {
    return this.#track?.advance(url) ?? false;
  }

  applyVolume(): void {
    const { muted, volume } = this.#state();
    const { active, standby } = this.#decks;
    this.#track?.setVolume(muted ? 0 : volume);
    standby.video.muted = true;
    active.video.muted = muted || this.#heard(segmentOf(this.#state())?.url ?? null);
    active.video.volume = volume;
  }

  /** Bring the pictures to where the sound is: a little faster or slower, which silent pictures don't show. */
  follow(): void {
    const url = segmentOf(this.#state())?.url;
    const { video } = this.#decks.active;
    const heard = url ? (this.#track?.position(url) ?? null) : null;
    if (heard === null || video.seeking) return;
    const drift = video.currentTime - heard;
    if (Math.abs(drift) > DRIFT_JUMP_S) {
      this.start();
      video.playbackRate = 1;
      return;
    }
    const nudged = video.playbackRate !== 1;
    const limit = nudged ? DRIFT_STOP_S : DRIFT_START_S;
    const rate = Math.abs(drift) < limit ? 1 : drift > 0 ? 1 - NUDGE : 1 + NUDGE;
    if (video.playbackRate !== rate) video.playbackRate = rate;
  }

  close(): void {
    this.#track?.close();
  }

  #heard(url: string | null): boolean {
    return url !== null && (this.#track?.position(url) ?? null) !== null;
  }
}
