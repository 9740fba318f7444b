import "./styles/tokens.css";
import { Suspense, lazy } from "react";
import { createRoot } from "react-dom/client";
import { readConfig } from "./config.ts";
import { applyTheme } from "./ui/theme.ts";
import { sourceOf, type Source } from "./feed/source.ts";
import { Missing } from "./ui/Missing.tsx";
import { useRoute } from "./router.ts";
import { WatchPage } from "./watch/WatchPage.tsx";

const Studio = lazy(() => import("./studio/Studio.tsx"));

function App({ source }: { source: Source }) {
  const route = useRoute();
  if (route.page === "watch") return <WatchPage key={route.sessionId} source={source} sessionId={route.sessionId} />;
  if (route.page === "missing") return <Missing path={route.path} />;
  return (
    <Suspense fallback={<div className="pr-splash" role="status" aria-label="Loading the studio" />}>
      <Studio source={source} sessionId={route.sessionId} />
    </Suspense>
  );
}

applyTheme();
const root = document.getElementById("root");
if (root) void sourceOf(readConfig(document)).then((source) => createRoot(root).render(<App source={source} />));
