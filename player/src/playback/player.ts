/**
 * Plays a timeline of chunks without gaps, exact to the frame.
 *
 * Two video elements lie over one another. One plays, the other holds the next chunk with its first frame decoded;
 * at the end they change places. A seek goes to the middle of its frame, in whichever element holds the chunk.
 */
import { Problem } from "../feed/problem.ts";
import { ChunkStore } from "./chunks.ts";
import { DeckPair } from "./deck-pair.ts";
import { Superseded, type Deck } from "./deck.ts";
import { INITIAL, segmentOf, type PlayerState } from "./player-state.ts";
import { SoundSync } from "./sound-sync.ts";
import type { SoundTrack } from "./sound-track.ts";
import { clamp, frameAt, frameOfTime, locate, middleOf, secondsOf, type Place, type Segment, type Timeline } from "./timeline.ts";

export type { Phase, PlayerState } from "./player-state.ts";

const AHEAD = 2;

export class Player {
  /** Put this into the page; it fills its parent. */
  readonly element: HTMLElement;
  readonly #decks = new DeckPair(document);
  readonly #chunks: ChunkStore;
  readonly #sound: SoundSync;
  readonly #listeners = new Set<() => void>();
  #state = INITIAL;
  #goal: Place | null = null;
  #seeking = false;
  #asked = false;
  #raf = 0;
  #closed = false;

  /** Without `fromMemory` the elements play each chunk from its address: frames of MCP hosts allow no `blob:`. */
  constructor({ fromMemory = true }: { fromMemory?: boolean } = {}) {
    this.element = this.#decks.element;
    this.#chunks = new ChunkStore(typeof OfflineAudioContext !== "undefined", fromMemory);
    this.#sound = new SoundSync(this.#chunks, this.#decks, () => this.#state);
    for (const deck of this.#decks.all) this.#wire(deck);
  }

  get(): PlayerState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The element whose frames are seen. */
  get video(): HTMLVideoElement {
    return this.#decks.active.video;
  }

  /** Null before the first `play()`. */
  get sound(): SoundTrack | null {
    return this.#sound.track;
  }

  /** Take the session as it is now, keeping the place: the scene, and the frame in it. */
  setTimeline(timeline: Timeline): void {
    const before = this.#segment;
    const { place } = this.#state;
    if (timeline.segments.length === 0) {
      this.#pauseMedia();
      this.#set({ timeline, phase: "empty", place: { segment: 0, local: 0 }, frame: 0 });
      return;
    }
    const same = before && timeline.segments.find((segment) => segment.scene.id === before.scene.id);
    const here = same ?? timeline.segments[Math.min(place.segment, timeline.segments.length - 1)];
    if (!here) return;
    const kept: Place = { segment: here.index, local: same ? Math.min(place.local, Math.max(0, here.frames - 1)) : 0 };
    this.#set({ timeline, place: kept, frame: frameAt(timeline, kept) });
    const stays = before !== undefined && before.url === here.url && kept.local === place.local;
    const settled = here.url === null || this.#decks.active.url === here.url || this.#state.phase === "failed";
    if (stays && settled) {
      if (this.#goal) this.#goal = { segment: here.index, local: this.#goal.local };
      this.#prepare();
      return;
    }
    this.#goTo(kept);
  }

  play(): void {
    this.#sound.open();
    if (this.#state.phase === "ended") this.#goTo({ segment: 0, local: 0 });
    this.#set({ wantsPlay: true });
    if (this.#state.phase === "failed") this.retry();
    else if (!this.#seeking) void this.#resume();
  }

  pause(): void {
    const wasPlaying = this.#state.phase === "playing";
    this.#set({ wantsPlay: false });
    if (!wasPlaying) return;
    this.#pauseMedia();
    const { place } = this.#state;
    this.#set({ phase: "paused" });
    // What is reported must be what is seen, whenever the element took notice of the pause.
    this.#goTo({ ...place, local: this.#shownLocal() });
  }

  toggle(): void {
    if (this.#state.wantsPlay && this.#state.phase !== "ended") this.pause();
    else this.play();
  }

  /** Show a frame of the session; goes on playing if it plays. */
  seek(frame: number): void {
    this.#asked = true;
    this.#goTo(locate(this.#state.timeline, frame));
  }

  /** Show a scene's first frame, or what keeps it from being shown. */
  seekScene(index: number): void {
    if (!this.#state.timeline.segments[index]) return;
    this.#asked = true;
    this.#goTo({ segment: index, local: 0 });
  }

  /** Pause and move by frames. */
  step(frames: number): void {
    if (this.#state.wantsPlay) this.pause();
    this.seek(frameAt(this.#state.timeline, this.#goal ?? this.#state.place) + frames);
  }

  /** Go on with the next scene that can be shown. */
  skip(): void {
    const { timeline, place } = this.#state;
    const next = timeline.segments.find((segment) => segment.index > place.segment && segment.url !== null);
    if (next) this.seekScene(next.index);
  }

  /** Try a chunk that failed once more. */
  retry(): void {
    this.#goTo(this.#state.place);
  }

  setRate(rate: number): void {
    this.#set({ rate: clamp(rate, 0.25, 2) });
    for (const { video } of this.#decks.all) video.playbackRate = this.#state.rate;
    if (this.#state.phase === "playing") this.#sound.start();
  }

  setVolume(volume: number): void {
    this.#set({ volume: clamp(volume, 0, 1), muted: volume <= 0 });
    this.#sound.applyVolume();
  }

  setMuted(muted: boolean): void {
    this.#set({ muted, ...(!muted && this.#state.volume === 0 ? { volume: 0.5 } : {}) });
    this.#sound.applyVolume();
  }

  close(): void {
    this.#closed = true;
    cancelAnimationFrame(this.#raf);
    this.#decks.close();
    this.#chunks.clear();
    this.#sound.close();
    this.#listeners.clear();
  }

  // Where we are

  get #segment(): Segment | undefined {
    return segmentOf(this.#state);
  }

  #shownLocal(): number {
    const segment = this.#segment;
    return segment ? frameOfTime(this.video.currentTime, this.#state.timeline.fps, segment.frames) : 0;
  }

  #set(change: Partial<PlayerState>): void {
    const keys = Object.keys(change) as (keyof PlayerState)[];
    if (keys.every((key) => this.#state[key] === change[key])) return;
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #setPlace(place: Place): void {
    const now = this.#state.place;
    if (now.segment === place.segment && now.local === place.local) return;
    this.#set({ place, frame: frameAt(this.#state.timeline, place) });
  }

  // Seeking: only the newest goal counts, so that scrubbing never queues up

  #goTo(place: Place): void {
    this.#goal = place;
    this.#setPlace(place);
    if (!this.#seeking) void this.#seekToGoal();
  }

  async #seekToGoal(): Promise<void> {
    this.#seeking = true;
    this.#pauseMedia();
    try {
      while (this.#goal && !this.#closed) {
        const goal = this.#goal;
        const segment = this.#state.timeline.segments[goal.segment];
        if (!segment?.url) {
          this.#set({ phase: "waiting", problem: null });
        } else {
          if (this.#state.phase !== "loading") this.#set({ phase: "loading", problem: null });
          await this.#show(segment.url, middleOf(goal.local, this.#state.timeline.fps));
        }
        if (this.#goal === goal) this.#goal = null;
      }
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) this.#fail(thrown);
    } finally {
      this.#seeking = false;
    }
    if (this.#closed) return;
    if (this.#goal && this.#state.phase !== "failed") {
      void this.#seekToGoal();
      return;
    }
    if (this.#state.phase !== "loading") return;
    this.#set({ phase: "paused", shown: this.#state.shown || this.#asked });
    this.#prepare();
    if (this.#state.wantsPlay) void this.#resume();
  }

  /** Have the frame at `seconds` of a chunk seen. */
  async #show(url: string, seconds: number): Promise<void> {
    const deck = this.#decks.active.url === url ? this.#decks.active : this.#decks.standby;
    const chunk = await this.#chunks.get(url);
    await deck.load(url, chunk.src);
    await deck.seek(seconds);
    if (deck !== this.#decks.active) this.#decks.swap();
  }

  #fail(thrown: unknown): void {
    this.#goal = null;
    this.#pauseMedia();
    this.#set({ phase: "failed", problem: Problem.of(thrown) });
  }

  // Playing

  async #resume(): Promise<void> {
    if (this.#state.phase === "waiting" || this.#state.phase === "empty") return;
    const segment = this.#segment;
    if (!segment?.url || this.#decks.active.url !== segment.url) {
      this.#goTo(this.#state.place);
      return;
    }
    const { video } = this;
    video.playbackRate = this.#state.rate;
    this.#sound.applyVolume();
    try {
      await video.play();
    } catch (thrown) {
      // The browser wants a gesture first; an AbortError only says that something else came between.
      if (thrown instanceof DOMException && thrown.name === "NotAllowedError") this.#set({ wantsPlay: false });
      return;
    }
    if (!this.#state.wantsPlay || this.#seeking || video !== this.video) {
      if (!this.#state.wantsPlay) video.pause();
      return;
    }
    this.#set({ phase: "playing", shown: true, problem: null });
    this.#sound.start();
    this.#prepare();
    this.#watch();
  }

  #pauseMedia(): void {
    cancelAnimationFrame(this.#raf);
    this.#sound.stop();
    this.#decks.pause();
  }

  #watch(): void {
    cancelAnimationFrame(this.#raf);
    const tick = (): void => {
      if (this.#state.phase !== "playing") return;
      this.#raf = requestAnimationFrame(tick);
      const segment = this.#segment;
      if (!segment) return;
      // The sound may be some milliseconds longer than the pictures; the next chunk's frame 0 is due at their end.
      if (this.video.currentTime >= secondsOf(this.#state.timeline, segment)) this.#advance();
      else this.#sound.follow();
      this.#setPlace({ segment: this.#state.place.segment, local: this.#shownLocal() });
    };
    this.#raf = requestAnimationFrame(tick);
  }

  /** On to the next segment: at once, if its first frame is there. */
  #advance(): void {
    const { timeline, place } = this.#state;
    const next = timeline.segments[place.segment + 1];
    if (!next) {
      this.#pauseMedia();
      this.#set({ phase: "ended", wantsPlay: false });
      return;
    }
    const start: Place = { segment: next.index, local: 0 };
    if (!next.url || !this.#decks.standby.holds(next.url) || this.#decks.standby.video.seeking) {
      this.#goTo(start);
      return;
    }
    this.#decks.swap();
    this.#setPlace(start);
    const { video } = this;
    video.playbackRate = this.#state.rate;
    const joined = this.#sound.advance(next.url);
    this.#sound.applyVolume();
    video.play().then(
      () => {
        if (!joined && this.video === video && this.#state.phase === "playing") this.#sound.start();
        this.#prepare();
      },
      (thrown: unknown) => {
        if (thrown instanceof DOMException && thrown.name === "AbortError") return;
        this.#fail(thrown);
      },
    );
    if (joined) this.#sound.queue();
  }

  /** Have what comes next ready: its first frame decoded in the other element, the following ones fetched. */
  #prepare(): void {
    const { timeline, place } = this.#state;
    const coming = timeline.segments.slice(place.segment + 1, place.segment + 1 + AHEAD);
    const inUse = new Set(this.#decks.all.flatMap((deck) => deck.url ?? []));
    for (const segment of coming) if (segment.url) inUse.add(segment.url);
    this.#chunks.trim(inUse);
    const next = coming[0]?.url ?? null;
    this.#sound.unqueueAllBut(next);
    void this.#cue(next).then(() => {
      for (const segment of coming.slice(1)) if (segment.url) void this.#chunks.get(segment.url).catch(() => undefined);
    });
  }

  async #cue(url: string | null): Promise<void> {
    if (!url) return;
    try {
      const chunk = await this.#chunks.get(url);
      const stillNext = this.#state.timeline.segments[this.#state.place.segment + 1]?.url === url;
      if (!stillNext || this.#seeking || this.#closed) return;
      await this.#decks.standby.load(url, chunk.src);
      if (this.#decks.standby.url !== url) return;
      await this.#decks.standby.seek(0);
      this.#sound.queue();
    } catch {
      // It is tried again, and told, when its turn comes.
    }
  }

  #wire(deck: Deck): void {
    const { video } = deck;
    const ours = (act: () => void) => (): void => {
      if (deck === this.#decks.active && this.#state.phase === "playing") act();
    };
    video.addEventListener("ended", ours(() => this.#advance()));
    video.addEventListener("waiting", ours(() => this.#sound.stop()));
    video.addEventListener("playing", ours(() => this.#sound.resume()));
    video.addEventListener("error", ours(() => this.#fail(new Error(video.error?.message ?? "The video can't be played."))));
    // Somebody else paused: the system's media keys, a phone call, the picture-in-picture window.
    video.addEventListener("pause", ours(() => !video.ended && this.pause()));
  }
}
