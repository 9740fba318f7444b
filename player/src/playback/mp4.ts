/** Just enough of ISO base media files (ISO/IEC 14496-12) to tell how a chunk's sound lies against its pictures. */

export interface AudioEdit {
  /** Seconds of priming before the first sample that is to be heard. */
  readonly lead: number;
  /** Seconds of all coded samples, priming and padding included. */
  readonly total: number;
}

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The edit of the first sound track; null if there is none. */
export function audioEdit(file: DataView): AudioEdit | null {
  const moov = find(file, 0, file.byteLength, "moov");
  if (!moov) return null;
  for (const trak of boxes(file, moov.start, moov.end)) {
    if (trak.type !== "trak") continue;
    const mdia = find(file, trak.start, trak.end, "mdia");
    const hdlr = mdia && find(file, mdia.start, mdia.end, "hdlr");
    const mdhd = mdia && find(file, mdia.start, mdia.end, "mdhd");
    if (!hdlr || !mdhd || fourcc(file, hdlr.start + 8) !== "soun") continue;
    const long = file.getUint8(mdhd.start) === 1;
    const timescale = file.getUint32(mdhd.start + (long ? 20 : 12));
    const total = long ? Number(file.getBigUint64(mdhd.start + 24)) : file.getUint32(mdhd.start + 16);
    return { lead: mediaTime(file, trak) / timescale, total: total / timescale };
  }
  return null;
}

/** Where the first edit that isn't empty begins, in the track's time scale. */
function mediaTime(file: DataView, trak: Box): number {
  const edts = find(file, trak.start, trak.end, "edts");
  const elst = edts && find(file, edts.start, edts.end, "elst");
  if (!elst) return 0;
  const long = file.getUint8(elst.start) === 1;
  const count = file.getUint32(elst.start + 4);
  for (let entry = 0; entry < count; entry++) {
    const at = elst.start + 8 + entry * (long ? 20 : 12);
    const time = long ? Number(file.getBigInt64(at + 8)) : file.getInt32(at + 4);
    if (time >= 0) return time;
  }
  return 0;
}

function find(file: DataView, start: number, end: number, type: string): Box | null {
  for (const box of boxes(file, start, end)) if (box.type === type) return box;
  return null;
}

function* boxes(file: DataView, start: number, end: number): Generator<Box> {
  let at = start;
  while (at + 8 <= end) {
    const small = file.getUint32(at);
    const size = small === 1 ? Number(file.getBigUint64(at + 8)) : small === 0 ? end - at : small;
    if (size < 8 || at + size > end) return;
    yield { type: fourcc(file, at + 4), start: at + (small === 1 ? 16 : 8), end: at + size };
    at += size;
  }
}

function fourcc(file: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => file.getUint8(at + i)));
}
