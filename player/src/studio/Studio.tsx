/** `/` and `/s/{id}`: projects and sessions at the side, one session in the middle. */
import "@fontsource-variable/inter/wght.css";
import "../styles/studio.css";
import { useCallback, useEffect, useState } from "react";
import { Problem } from "../feed/problem.ts";
import type { Source } from "../feed/source.ts";
import type { Project, Snapshot } from "../feed/types.ts";
import { followLink, navigate, studioPath } from "../router.ts";
import { Icon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { SignIn } from "../ui/SignIn.tsx";
import { sessionWord } from "../watch/status.ts";
import { PromptForm } from "./PromptForm.tsx";
import { SessionCard } from "./SessionCard.tsx";
import { SessionView } from "./SessionView.tsx";
import { useTheme } from "../ui/theme.ts";

export interface Listing {
  readonly projects: readonly Project[] | null;
  readonly problem: Problem | null;
  reload(): void;
}

export default function Studio({ source, sessionId }: { source: Source; sessionId: string | null }) {
  const listing = useProjects(source, sessionId);
  const [known, setKnown] = useState<Snapshot | null>(null);
  const [open, setOpen] = useState(false);
  const [theme, toggleTheme] = useTheme();
  useEffect(() => setOpen(false), [sessionId]);
  return (
    <div className="st-shell" data-nav={open || undefined}>
      <header className="st-topbar">
        <button type="button" className="st-icon" aria-label="Projects" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="menu" />
        </button>
        <Brand />
      </header>
      {open ? <div className="st-scrim" onClick={() => setOpen(false)} /> : null}
      <nav className="st-nav" aria-label="Projects and sessions" onKeyDown={(event) => event.key === "Escape" && setOpen(false)}>
        <div className="st-nav-head">
          <Brand />
          {source.account?.signedIn ? (
            <button type="button" className="st-plain" onClick={() => void source.account?.signOut()}>
              Sign out
            </button>
          ) : null}
          <button
            type="button"
            className="st-icon"
            aria-label={theme === "dark" ? "Light colours" : "Dark colours"}
            onClick={toggleTheme}
          >
            <Icon name={theme === "dark" ? "sun" : "moon"} size={17} />
          </button>
        </div>
        <ProjectList listing={listing} current={sessionId} known={known} />
      </nav>
      {sessionId === null ? (
        <Home listing={listing} source={source} />
      ) : (
        <SessionView key={sessionId} source={source} sessionId={sessionId} onKnown={setKnown} />
      )}
    </div>
  );
}

function Brand() {
  return (
    <a className="st-brand" href="/" onClick={followLink}>
      <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#5b6cff" />
        <path d="M11 8.6v14.8a1 1 0 0 0 1.5.86l12.2-7.4a1 1 0 0 0 0-1.72l-12.2-7.4A1 1 0 0 0 11 8.6Z" fill="#fff" />
      </svg>
      proofreel
    </a>
  );
}

/** `known`: the session that was opened last, as its feed has it: newer than the list. */
function ProjectList({ listing, current, known }: { listing: Listing; current: string | null; known: Snapshot | null }) {
  if (listing.problem) {
    // On its own page the list says itself what is wrong, or asks who one is.
    if (current === null || listing.problem.code === "unauthenticated") return null;
    return (
      <ProblemNote problem={listing.problem}>
        <button type="button" className="pr-button pr-button-quiet" onClick={listing.reload}>
          Try again
        </button>
      </ProblemNote>
    );
  }
  if (!listing.projects) {
    return (
      <div role="status" aria-label="Loading projects" className="st-nav-loading">
        {[70, 90, 60].map((width) => (
          <span key={width} className="pr-skeleton" style={{ width: `${width}%` }} />
        ))}
      </div>
    );
  }
  return listing.projects.map((project) => (
    <section key={project.id} className="st-project">
      <h2>{project.title}</h2>
      <ul>
        {project.sessions.map((listed) => (known?.id === listed.id ? summaryOf(known) : listed)).map((session) => (
          <li key={session.id}>
            <a
              href={studioPath(session.id)}
              onClick={followLink}
              aria-current={session.id === current ? "page" : undefined}
            >
              <span className="st-dot" data-status={session.status} title={sessionWord(session.status)} />
              <span className="st-cut">{session.title}</span>
              <small aria-label={`${session.readyCount} of ${session.sceneCount} scenes ready`}>
                {session.readyCount}/{session.sceneCount}
              </small>
            </a>
          </li>
        ))}
        {project.sessions.length === 0 ? <li className="st-none">No sessions yet</li> : null}
      </ul>
    </section>
  ));
}

function summaryOf({ id, title, status, scenes }: Snapshot) {
  return { id, title, status, sceneCount: scenes.length, readyCount: scenes.filter((scene) => scene.status === "ready").length };
}

function Home({ listing, source }: { listing: Listing; source: Source }) {
  const sessions = (listing.projects ?? []).flatMap((project) =>
    project.sessions.map((session) => ({ ...session, project: project.title })),
  );
  const { account, directory } = source;
  const remove = directory.remove?.bind(directory);
  if (listing.problem?.code === "unauthenticated") {
    return (
      <main className="st-main">
        <SignIn account={account} />
      </main>
    );
  }
  if (listing.projects && sessions.length === 0 && !directory.generate) {
    return (
      <main className="st-main">
        <div className="pr-blank">
          <Icon name="film" size={40} />
          <h1>No videos yet</h1>
          <p>Make one from a lesson file, or ask the agent that proofreel is connected to. It appears here while it renders.</p>
          <pre className="st-command">proofreel make lesson.md</pre>
          <button type="button" className="pr-button pr-button-quiet" onClick={listing.reload}>
            Look again
          </button>
        </div>
      </main>
    );
  }
  return (
    <main className="st-main st-home">
      <h1>Videos</h1>
      {directory.generate ? <GenerateForm onAsk={(prompt, scenes) => directory.generate?.(prompt, scenes) ?? Promise.reject(new Error("gone"))} /> : null}
      {listing.problem ? (
        <div className="st-home-problem">
          <ProblemNote problem={listing.problem}>
            <button type="button" className="pr-button pr-button-quiet" onClick={listing.reload}>
              Try again
            </button>
          </ProblemNote>
        </div>
      ) : null}
      <ul className="st-cards">
        {!listing.projects && !listing.problem
          ? [1, 2, 3].map((card) => (
              <li key={card} className="st-card" aria-hidden="true">
                <span className="st-card-picture pr-skeleton" />
                <span className="st-line-skeleton pr-skeleton" />
                <span className="st-line-skeleton pr-skeleton" />
              </li>
            ))
          : null}
        {sessions.map((session) => (
          <SessionCard key={session.id} session={session} {...(remove ? { onRemove: () => remove(session.id).then(listing.reload) } : {})} />
        ))}
      </ul>
    </main>
  );
}

/** Ask for a whole video. */
function GenerateForm({ onAsk }: { onAsk(prompt: string, sceneCount: number): Promise<string> }) {
  const [scenes, setScenes] = useState(4);
  return (
    <PromptForm
      className="st-generate"
      label="What the video explains"
      placeholder="What should the video explain?"
      action="Make it"
      onSend={async (prompt) => navigate(studioPath(await onAsk(prompt, scenes)))}
    >
      <select aria-label="Number of scenes" value={scenes} onChange={(event) => setScenes(Number(event.target.value))}>
        {[1, 2, 3, 4, 5, 6, 8, 10, 12].map((count) => (
          <option key={count} value={count}>
            {count} {count === 1 ? "scene" : "scenes"}
          </option>
        ))}
      </select>
    </PromptForm>
  );
}

/** Projects, fetched anew when another session is opened and when the page is looked at again. */
function useProjects(source: Source, sessionId: string | null): Listing {
  const [projects, setProjects] = useState<readonly Project[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const reload = useCallback(() => {
    source.directory.projects().then(
      (listed) => {
        setProjects(listed);
        setProblem(null);
      },
      (thrown: unknown) => setProblem(Problem.of(thrown)),
    );
  }, [source]);
  useEffect(reload, [reload, sessionId]);
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === "visible") reload();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [reload]);
  return { projects, problem, reload };
}
