import type { Source } from "../feed/source.ts";
export default function Studio(_: { source: Source; sessionId: string | null }) { return null; }
