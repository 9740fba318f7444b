/** The three pages and how to get from one to another without loading anew. */
import { useSyncExternalStore } from "react";

export type Route =
  | { readonly page: "studio"; readonly sessionId: string | null }
  | { readonly page: "watch"; readonly sessionId: string }
  | { readonly page: "missing"; readonly path: string };

/** What a path means. */
export function routeOf(path: string): Route {
  const clean = path.replace(/\/+$/, "");
  if (clean === "") return { page: "studio", sessionId: null };
  const found = /^\/(s|watch)\/([^/]+)$/.exec(clean);
  const id = found?.[2];
  if (!found || !id) return { page: "missing", path };
  try {
    const sessionId = decodeURIComponent(id);
    return found[1] === "s" ? { page: "studio", sessionId } : { page: "watch", sessionId };
  } catch {
    return { page: "missing", path };
  }
}

export function studioPath(sessionId: string): string {
  return `/s/${encodeURIComponent(sessionId)}`;
}

export function watchPath(sessionId: string): string {
  return `/watch/${encodeURIComponent(sessionId)}`;
}

export function navigate(path: string): void {
  if (path !== location.pathname) history.pushState(null, "", path);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

/** Follow a link within the app, unless the reader wants it in a new tab or window. */
export function followLink(event: React.MouseEvent<HTMLAnchorElement>): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  navigate(new URL(event.currentTarget.href).pathname);
}

export function useRoute(): Route {
  const path = useSyncExternalStore(
    (changed) => {
      window.addEventListener("popstate", changed);
      return () => window.removeEventListener("popstate", changed);
    },
    () => location.pathname,
  );
  return routeOf(path);
}
