/** Chunks kept in memory: whole files, so that no seek waits for the network, with their sound decoded for the sound track. */
import { Problem } from "../feed/problem.ts";
import { audioEdit } from "./mp4.ts";

export interface Sound {
  readonly buffer: AudioBuffer;
  /** Seconds of encoder priming at the buffer's start that belong to no frame. */
  readonly lead: number;
}

export interface Chunk {
  /** What a video element plays: a blob's URL, or the chunk's own where its bytes may not be read. */
  readonly src: string;
  /** Null for silent chunks, and where the bytes may not be read. */
  readonly sound: Sound | null;
}

/** Longer files are streamed by the video element instead. */
const LARGEST_BYTES = 48 * 1024 * 1024;
const KEPT = 10;
const SAMPLE_RATE = 48_000;

export class ChunkStore {
  readonly #ready = new Map<string, Chunk>();
  readonly #loading = new Map<string, Promise<Chunk>>();
  readonly #withSound: boolean;
  readonly #fromMemory: boolean;

  /** `fromMemory`: whether the elements play what was fetched, or each chunk from its own address. */
  constructor(withSound: boolean, fromMemory = true) {
    this.#withSound = withSound;
    this.#fromMemory = fromMemory;
  }

  /** A chunk that is here already. */
  peek(url: string): Chunk | null {
    return this.#ready.get(url) ?? null;
  }

  /** Rejects with a Problem. */
  get(url: string): Promise<Chunk> {
    const ready = this.#ready.get(url);
    if (ready) {
      // Re-inserted, because a Map is in order of insertion: the first is the one longest unused.
      this.#ready.delete(url);
      this.#ready.set(url, ready);
      return Promise.resolve(ready);
    }
    let loading = this.#loading.get(url);
    if (!loading) {
      loading = this.#load(url).finally(() => this.#loading.delete(url));
      this.#loading.set(url, loading);
      loading.then((chunk) => this.#ready.set(url, chunk)).catch(() => undefined);
    }
    return loading;
  }

  /** Let go of all but the newest chunks; those in use are never dropped. */
  trim(inUse: ReadonlySet<string>): void {
    for (const [url, chunk] of this.#ready) {
      if (this.#ready.size <= KEPT) return;
      if (inUse.has(url)) continue;
      this.#ready.delete(url);
      release(chunk);
    }
  }

  clear(): void {
    for (const chunk of this.#ready.values()) release(chunk);
    this.#ready.clear();
  }

  async #load(url: string): Promise<Chunk> {
    let response: Response;
    try {
      response = await fetch(url);
    } catch {
      // Either nobody is there, or the answer may not be read from this origin: the video element can tell.
      return { src: url, sound: null };
    }
    if (!response.ok) throw await Problem.ofResponse(response);
    if (Number(response.headers.get("content-length") ?? 0) > LARGEST_BYTES) {
      await response.body?.cancel();
      return { src: url, sound: null };
    }
    const bytes = await response.arrayBuffer();
    const src = this.#fromMemory ? URL.createObjectURL(new Blob([bytes], { type: "video/mp4" })) : url;
    return { src, sound: this.#withSound ? await decode(bytes) : null };
  }
}

function release(chunk: Chunk): void {
  if (chunk.src.startsWith("blob:")) URL.revokeObjectURL(chunk.src);
}

async function decode(bytes: ArrayBuffer): Promise<Sound | null> {
  const edit = audioEdit(new DataView(bytes));
  if (!edit) return null;
  try {
    // An offline context decodes without a gesture of the user's; it detaches what it is given.
    const buffer = await new OfflineAudioContext(2, 1, SAMPLE_RATE).decodeAudioData(bytes);
    // Some decoders cut the priming off, some leave it: the file's own count of samples tells which.
    const untrimmed = buffer.duration > edit.total - edit.lead / 2;
    return { buffer, lead: untrimmed ? edit.lead : 0 };
  } catch {
    return null;
  }
}
