/** proofreel in Remotion's world: a composition for one's own root, and a player. */
export { SessionComposition, framesOf, sessionMetadata, type SessionProps } from "./SessionComposition.tsx";
export { SessionPlayer } from "./SessionPlayer.tsx";
