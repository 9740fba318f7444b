/**
 * The sound of a session, joined sample by sample.
 *
 * Two media elements can't be joined without a gap: each starts its own audio some tens of milliseconds after `play()`.
 * Decoded buffers on one audio clock can. The pictures then follow that clock (see player.ts).
 */
import type { Sound } from "./chunks.ts";

interface Playing {
  readonly url: string;
  readonly source: AudioBufferSourceNode;
  /** On the context's clock: when the segment's time 0 is, or would have been. */
  readonly zero: number;
  /** On the context's clock. */
  readonly end: number;
}

/** Enough for the audio thread to see a source before its time comes. */
const START_DELAY_S = 0.015;

export class SoundTrack {
  readonly #context: AudioContext;
  readonly #gain: GainNode;
  #current: Playing | null = null;
  #next: Playing | null = null;

  /** Null where there's no Web Audio. */
  static create(): SoundTrack | null {
    if (typeof AudioContext === "undefined") return null;
    return new SoundTrack(new AudioContext({ sampleRate: 48_000, latencyHint: "playback" }));
  }

  private constructor(context: AudioContext) {
    this.#context = context;
    this.#gain = context.createGain();
    this.#gain.connect(context.destination);
  }

  get context(): AudioContext {
    return this.#context;
  }

  /** Everything that is heard goes through here: tests listen to it. */
  get output(): AudioNode {
    return this.#gain;
  }

  get running(): boolean {
    return this.#context.state === "running";
  }

  /** To be called in a gesture of the user's. */
  unlock(): void {
    if (this.#context.state === "suspended") void this.#context.resume().catch(() => undefined);
  }

  setVolume(volume: number): void {
    this.#gain.gain.setTargetAtTime(volume, this.#context.currentTime, 0.01);
  }

  /** Play a segment's sound from `offset` seconds on, now. */
  start(url: string, sound: Sound, offset: number, duration: number): void {
    this.stop();
    const at = this.#context.currentTime + START_DELAY_S;
    this.#current = this.#schedule(url, sound, at, offset + START_DELAY_S, duration);
  }

  /** Line the next segment's sound up behind the one that plays. */
  queue(url: string, sound: Sound, duration: number): void {
    if (!this.#current || this.#next?.url === url) return;
    this.unqueue();
    if (this.#current.end < this.#context.currentTime) return;
    this.#next = this.#schedule(url, sound, this.#current.end, 0, duration);
  }

  unqueue(): void {
    if (this.#next) halt(this.#next);
    this.#next = null;
  }

  get queued(): string | null {
    return this.#next?.url ?? null;
  }

  /** The pictures moved on to the segment that was queued; false if it is another one. */
  advance(url: string): boolean {
    if (this.#next?.url !== url) return false;
    this.#current = this.#next;
    this.#next = null;
    return true;
  }

  stop(): void {
    this.unqueue();
    if (this.#current) halt(this.#current);
    this.#current = null;
  }

  /** Where in the segment `url` what is heard now lies, in seconds; null if that isn't playing. */
  position(url: string): number | null {
    if (this.#current?.url !== url) return null;
    const latency = this.#context.outputLatency || this.#context.baseLatency || 0;
    return this.#context.currentTime - latency - this.#current.zero;
  }

  close(): void {
    this.stop();
    void this.#context.close().catch(() => undefined);
  }

  #schedule(url: string, sound: Sound, at: number, offset: number, duration: number): Playing {
    const source = this.#context.createBufferSource();
    source.buffer = sound.buffer;
    source.connect(this.#gain);
    const end = at + (duration - offset);
    source.start(at, sound.lead + offset, Math.max(0, duration - offset));
    return { url, source, zero: at - offset, end };
  }
}

function halt(playing: Playing): void {
  playing.source.stop();
  playing.source.disconnect();
}
