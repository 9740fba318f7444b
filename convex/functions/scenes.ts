/** A scene's versions. Their sources stay with the server. */
import { v } from "convex/values";
import { ownScene } from "./access";
import { query } from "./_generated/server";

export interface VersionView {
  version: number;
  createdAt: number;
  author: string;
  change: string;
  checksum: string | null;
  durationInFrames: number;
  current: boolean;
  /** Always empty: sources aren't sent here. */
  diff: "";
}

/** Every version that was told of, oldest first. Throws `not_found`, for a foreign scene too. */
export const history = query({
  args: { sceneId: v.string() },
  handler: async (ctx, { sceneId }): Promise<{ versions: VersionView[] }> => {
    const { scene } = await ownScene(ctx, sceneId);
    const versions = await ctx.db
      .query("sceneVersions")
      .withIndex("by_scene", (q) => q.eq("sceneId", scene._id))
      .collect();
    return {
      versions: versions.map(({ version, createdAt, author = "", change = "", checksum, durationInFrames }) => ({
        version,
        createdAt,
        author,
        change,
        checksum,
        durationInFrames,
        current: version === scene.version,
        diff: "",
      })),
    };
  },
});
