/**
 * Plays a timeline of chunks without gaps, exact to the frame.
 *
 * Two video elements lie over one another. One plays, the other holds the next chunk with its first frame decoded;
 * at the end they change places. A seek goes to the middle of its frame, in whichever element holds the chunk.
 */
import { Problem } from "../feed/problem.ts";
import { ChunkStore } from "./chunks.ts";
import { Deck, Superseded } from "./deck.ts";
import { SoundTrack } from "./sound-track.ts";
import {
  EMPTY,
  clamp,
  frameAt,
  frameOfTime,
  locate,
  middleOf,
  type Place,
  type Segment,
  type Timeline,
} from "./timeline.ts";

export type Phase =
  | "empty" // no scene yet
  | "loading" // a frame is being fetched or decoded
  | "waiting" // at a scene that has no chunk yet
  | "paused"
  | "playing"
  | "ended"
  | "failed"; // this scene's chunk can't be had

export interface PlayerState {
  readonly phase: Phase;
  /** Whether it plays, or will as soon as it can. */
  readonly wantsPlay: boolean;
  /** Frame of the session. */
  readonly frame: number;
  readonly place: Place;
  readonly timeline: Timeline;
  /** Whether any frame was shown yet: before, there's the poster. */
  readonly shown: boolean;
  readonly rate: number;
  readonly volume: number;
  readonly muted: boolean;
  readonly problem: Problem | null;
}

const AHEAD = 2;
/** The pictures may be this far from the sound before their speed is changed a little … */
const DRIFT_START_S = 0.04;
const DRIFT_STOP_S = 0.01;
/** … and this far before the sound starts anew instead. */
const DRIFT_JUMP_S = 0.3;
const NUDGE = 0.06;

export class Player {
  /** Put this into the page; it fills its parent. */
  readonly element: HTMLElement;
  readonly #decks: [Deck, Deck];
  readonly #chunks: ChunkStore;
  readonly #listeners = new Set<() => void>();
  #sound: SoundTrack | null = null;
  #active = 0;
  #state: PlayerState;
  #goal: Place | null = null;
  #seeking = false;
  #raf = 0;
  #closed = false;

  /** Without `fromMemory` the elements play each chunk from its address: frames of MCP hosts allow no `blob:`. */
  constructor({ fromMemory = true }: { fromMemory?: boolean } = {}) {
    this.element = document.createElement("div");
    this.element.className = "pr-decks";
    this.#decks = [new Deck(document), new Deck(document)];
    this.#chunks = new ChunkStore(typeof OfflineAudioContext !== "undefined", fromMemory);
    this.#state = {
      phase: "empty",
      wantsPlay: false,
      frame: 0,
      place: { segment: 0, local: 0 },
      timeline: EMPTY,
      shown: false,
      rate: 1,
      volume: 1,
      muted: false,
      problem: null,
    };
    for (const deck of this.#decks) this.#wire(deck);
    this.#arrange();
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
    return this.#deck.video;
  }

  /** Null before the first `play()`. */
  get sound(): SoundTrack | null {
    return this.#sound;
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
    const settled = here.url === null || this.#deck.url === here.url || this.#state.phase === "failed";
    if (stays && settled) {
      if (this.#goal) this.#goal = { segment: here.index, local: this.#goal.local };
      this.#prepare();
      return;
    }
    this.#goTo(kept);
  }

  play(): void {
    this.#openSound();
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
    this.#goTo(locate(this.#state.timeline, frame));
  }

  /** Show a scene's first frame, or what keeps it from being shown. */
  seekScene(index: number): void {
    if (this.#state.timeline.segments[index]) this.#goTo({ segment: index, local: 0 });
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
    if (next) this.#goTo({ segment: next.index, local: 0 });
  }

  /** Try a chunk that failed once more. */
  retry(): void {
    this.#goTo(this.#state.place);
  }

  setRate(rate: number): void {
    this.#set({ rate: clamp(rate, 0.25, 2) });
    for (const deck of this.#decks) deck.video.playbackRate = this.#state.rate;
    // Buffers can't be stretched without changing their pitch; the elements can.
    if (this.#state.phase === "playing") this.#startSound();
  }

  setVolume(volume: number): void {
    this.#set({ volume: clamp(volume, 0, 1), muted: volume <= 0 });
    this.#applyVolume();
  }

  setMuted(muted: boolean): void {
    this.#set({ muted, ...(!muted && this.#state.volume === 0 ? { volume: 0.5 } : {}) });
    this.#applyVolume();
  }

  close(): void {
    this.#closed = true;
    cancelAnimationFrame(this.#raf);
    for (const deck of this.#decks) deck.empty();
    this.#chunks.clear();
    this.#sound?.close();
    this.#listeners.clear();
    this.element.remove();
  }

  // Where we are

  get #deck(): Deck {
    return this.#decks[this.#active] as Deck;
  }

  get #standby(): Deck {
    return this.#decks[1 - this.#active] as Deck;
  }

  get #segment(): Segment | undefined {
    return this.#state.timeline.segments[this.#state.place.segment];
  }

  #shownLocal(): number {
    const segment = this.#segment;
    return segment ? frameOfTime(this.video.currentTime, this.#state.timeline.fps, segment.frames) : 0;
  }

  #duration(segment: Segment): number {
    return segment.frames / this.#state.timeline.fps;
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
    this.#set({ phase: "paused", shown: true });
    this.#prepare();
    if (this.#state.wantsPlay) void this.#resume();
  }

  /** Have the frame at `seconds` of a chunk seen. */
  async #show(url: string, seconds: number): Promise<void> {
    const deck = this.#deck.url === url ? this.#deck : this.#standby;
    const chunk = await this.#chunks.get(url);
    await deck.load(url, chunk.src);
    await deck.seek(seconds);
    if (deck !== this.#deck) this.#swap();
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
    if (!segment?.url || this.#deck.url !== segment.url) {
      this.#goTo(this.#state.place);
      return;
    }
    const { video } = this;
    video.playbackRate = this.#state.rate;
    this.#applyVolume();
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
    this.#startSound();
    this.#prepare();
    this.#watch();
  }

  #pauseMedia(): void {
    cancelAnimationFrame(this.#raf);
    this.#sound?.stop();
    for (const deck of this.#decks) deck.video.pause();
  }

  #watch(): void {
    cancelAnimationFrame(this.#raf);
    const tick = (): void => {
      if (this.#state.phase !== "playing") return;
      this.#raf = requestAnimationFrame(tick);
      const segment = this.#segment;
      if (!segment) return;
      // The sound may be some milliseconds longer than the pictures; the next chunk's frame 0 is due at their end.
      if (this.video.currentTime >= this.#duration(segment)) this.#advance();
      else this.#follow();
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
    if (!next.url || !this.#standby.holds(next.url) || this.#standby.video.seeking) {
      this.#goTo(start);
      return;
    }
    this.#swap();
    this.#setPlace(start);
    const { video } = this;
    video.playbackRate = this.#state.rate;
    const joined = this.#sound?.advance(next.url) ?? false;
    this.#applyVolume();
    video.play().then(
      () => {
        if (!joined && this.video === video && this.#state.phase === "playing") this.#startSound();
        this.#prepare();
      },
      (thrown: unknown) => {
        if (thrown instanceof DOMException && thrown.name === "AbortError") return;
        this.#fail(thrown);
      },
    );
    if (joined) this.#queueSound();
  }

  #swap(): void {
    const before = this.video;
    this.#active = 1 - this.#active;
    this.#arrange();
    before.pause();
    if (before.ownerDocument.pictureInPictureElement === before) {
      // Allowed without a gesture, because the page has a picture-in-picture window already.
      void this.video.requestPictureInPicture().catch(() => undefined);
    }
  }

  #arrange(): void {
    this.#deck.video.dataset["active"] = "true";
    delete this.#standby.video.dataset["active"];
  }

  /** Have what comes next ready: its first frame decoded in the other element, the following ones fetched. */
  #prepare(): void {
    const { timeline, place } = this.#state;
    const coming = timeline.segments.slice(place.segment + 1, place.segment + 1 + AHEAD);
    const inUse = new Set(this.#decks.flatMap((deck) => deck.url ?? []));
    for (const segment of coming) if (segment.url) inUse.add(segment.url);
    this.#chunks.trim(inUse);
    const next = coming[0]?.url ?? null;
    if (this.#sound?.queued && this.#sound.queued !== next) this.#sound.unqueue();
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
      await this.#standby.load(url, chunk.src);
      if (this.#standby.url !== url) return;
      await this.#standby.seek(0);
      this.#queueSound();
    } catch {
      // It is tried again, and told, when its turn comes.
    }
  }

  // Sound: on the audio clock where it can be, from the video elements where it can't

  #openSound(): void {
    this.#sound ??= SoundTrack.create();
    this.#sound?.unlock();
  }

  #startSound(): void {
    const segment = this.#segment;
    const sound = segment?.url ? this.#chunks.peek(segment.url)?.sound : null;
    if (!this.#sound) return;
    if (!segment?.url || !sound || this.#state.rate !== 1 || !this.#sound.running) this.#sound.stop();
    else {
      this.#sound.start(segment.url, sound, this.video.currentTime, this.#duration(segment));
      this.#queueSound();
    }
    this.#applyVolume();
  }

  #queueSound(): void {
    const next = this.#state.timeline.segments[this.#state.place.segment + 1];
    const sound = next?.url ? this.#chunks.peek(next.url)?.sound : null;
    if (next?.url && sound && this.#state.phase === "playing" && this.#standby.url === next.url) {
      this.#sound?.queue(next.url, sound, this.#duration(next));
    }
  }

  #applyVolume(): void {
    const { muted, volume } = this.#state;
    const onTrack = (this.#sound?.position(this.#segment?.url ?? "") ?? null) !== null;
    this.#sound?.setVolume(muted ? 0 : volume);
    this.#standby.video.muted = true;
    this.video.muted = muted || onTrack;
    this.video.volume = volume;
  }

  /** Bring the pictures to where the sound is: a little faster or slower, which silent pictures don't show. */
  #follow(): void {
    const url = this.#segment?.url;
    const heard = url ? (this.#sound?.position(url) ?? null) : null;
    if (heard === null || this.video.seeking) return;
    const drift = this.video.currentTime - heard;
    if (Math.abs(drift) > DRIFT_JUMP_S) {
      this.#startSound();
      this.video.playbackRate = 1;
      return;
    }
    const nudged = this.video.playbackRate !== 1;
    const limit = nudged ? DRIFT_STOP_S : DRIFT_START_S;
    const rate = Math.abs(drift) < limit ? 1 : drift > 0 ? 1 - NUDGE : 1 + NUDGE;
    if (this.video.playbackRate !== rate) this.video.playbackRate = rate;
  }

  #wire(deck: Deck): void {
    const { video } = deck;
    const ours = (act: () => void) => (): void => {
      if (deck === this.#deck && this.#state.phase === "playing") act();
    };
    video.addEventListener("ended", ours(() => this.#advance()));
    video.addEventListener("waiting", ours(() => this.#sound?.stop()));
    video.addEventListener("playing", ours(() => this.#sound?.position(deck.url ?? "") ?? this.#startSound()));
    video.addEventListener("error", ours(() => this.#fail(new Error(video.error?.message ?? "The video can't be played."))));
    // Somebody else paused: the system's media keys, a phone call, the picture-in-picture window.
    video.addEventListener("pause", ours(() => !video.ended && this.pause()));
    this.element.append(video);
  }
}
