"""The tables, as migrations: each is applied once, in order, and never changed afterwards."""

from __future__ import annotations

from sqlite_utils import Database as SqliteDatabase
from sqlite_utils import Migrations

__all__ = ["migrations"]

migrations = Migrations("proofreel")


@migrations()
def m001_first_tables(db: SqliteDatabase) -> None:
    """Projects, sessions, scenes and their versions, jobs, the outbox, assets."""
    for statement in _FIRST.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m002_requests_done_once(db: SqliteDatabase) -> None:
    """Signatures that were accepted, and idempotency keys with their answers."""
    db.execute("CREATE TABLE seen_signatures (signature TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT")
    db.execute("CREATE INDEX seen_signatures_by_end ON seen_signatures (until)")
    db.execute(
        "CREATE TABLE idempotency (key TEXT PRIMARY KEY, digest TEXT NOT NULL, response TEXT, "
        "created_at INTEGER NOT NULL) STRICT"
    )


@migrations()
def m003_api_tokens(db: SqliteDatabase) -> None:
    """Tokens for HTTP clients, by their hashes."""
    db.execute(
        """
        CREATE TABLE api_tokens (
            id TEXT PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            owner TEXT NOT NULL,
            can_write INTEGER NOT NULL DEFAULT 1,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            used_at INTEGER,
            revoked_at INTEGER
        ) STRICT
        """
    )


@migrations()
def m004_outbox_failed_at(db: SqliteDatabase) -> None:
    """Since when the head of a session's line has failed: what hasn't arrived for a day is parked."""
    db.execute("ALTER TABLE outbox ADD COLUMN failed_at INTEGER")


@migrations()
def m005_director(db: SqliteDatabase) -> None:
    """What the director asked, was answered and spent; what it learnt."""
    for statement in _DIRECTOR.split(";"):
        if statement.strip():
            db.execute(statement)
    db.table("pitfalls").enable_fts(
        ["rule", "symptom"], fts_version="FTS5", tokenize="porter", create_triggers=True
    )


@migrations()
def m006_service_times(db: SqliteDatabase) -> None:
    """When a job was begun and ended (for the expected time), and what joins its logs."""
    for column in ("started_at INTEGER", "ended_at INTEGER", "correlation_id TEXT NOT NULL DEFAULT ''"):
        db.execute(f"ALTER TABLE jobs ADD COLUMN {column}")
    db.execute("CREATE INDEX jobs_ended ON jobs (priority, ended_at) WHERE status = 'done'")


@migrations()
def m007_reviews(db: SqliteDatabase) -> None:
    """What rehearsals found, and which findings were waived."""
    for statement in _REVIEWS.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m008_tasks(db: SqliteDatabase) -> None:
    """Long tool calls that clients poll for."""
    db.execute(
        """
        CREATE TABLE tasks (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            tool TEXT NOT NULL,
            arguments TEXT NOT NULL,
            status TEXT NOT NULL DEFAULT 'working'
                CHECK (status IN ('working', 'completed', 'failed', 'cancelled')),
            result TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT
        """
    )


@migrations()
def m009_traces_over_the_queue(db: SqliteDatabase) -> None:
    """The span that a job was asked for in: its own goes on from there."""
    db.execute("ALTER TABLE jobs ADD COLUMN traceparent TEXT NOT NULL DEFAULT ''")


@migrations()
def m010_turns_of_owners(db: SqliteDatabase) -> None:
    """Whose last turn was longest ago is asked for at every lease."""
    db.execute("CREATE INDEX jobs_by_start ON jobs (owner, started_at) WHERE started_at IS NOT NULL")


@migrations()
def m011_generations_have_a_holder(db: SqliteDatabase) -> None:
    """Which process works on a generation, until when, and how long it was worked on."""
    for column in (
        "leased_by TEXT",
        "leased_until INTEGER NOT NULL DEFAULT 0",
        "worked_ms INTEGER NOT NULL DEFAULT 0",
    ):
        db.execute(f"ALTER TABLE generations ADD COLUMN {column}")
    db.execute("CREATE INDEX generations_running ON generations (id) WHERE status = 'running'")
    db.execute("CREATE INDEX scenes_being_written ON scenes (id) WHERE status = 'generating_code'")


@migrations()
def m012_sessions_that_were_removed(db: SqliteDatabase) -> None:
    """A removed session keeps its row, without content: its number must not be given anew."""
    db.execute("ALTER TABLE sessions ADD COLUMN removed INTEGER NOT NULL DEFAULT 0")


_FIRST = """
CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX projects_by_owner ON projects (owner, updated_at);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'idle'
        CHECK (status IN ('idle', 'queued', 'generating', 'rendering', 'ready', 'error')),
    seq INTEGER NOT NULL DEFAULT 0,
    slots INTEGER NOT NULL DEFAULT 0,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    fps INTEGER NOT NULL,
    profile TEXT NOT NULL CHECK (profile IN ('final', 'preview')),
    settings TEXT NOT NULL DEFAULT '{}',
    source_name TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_project ON sessions (project_id, updated_at);

CREATE TABLE scenes (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    slot INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'queued'
        CHECK (status IN ('queued', 'generating_code', 'rendering', 'uploading', 'ready', 'error')),
    version INTEGER NOT NULL DEFAULT 1,
    chunk_version INTEGER,
    start_frame INTEGER NOT NULL DEFAULT 0,
    end_frame INTEGER NOT NULL DEFAULT -1,
    duration_frames INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (session_id, slot)
) STRICT;
CREATE INDEX scenes_by_session ON scenes (session_id, "index");

CREATE TABLE scene_versions (
    scene_id TEXT NOT NULL REFERENCES scenes (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('blocks', 'code')),
    code TEXT NOT NULL,
    blocks TEXT,
    line_map TEXT NOT NULL DEFAULT '{}',
    assets TEXT NOT NULL DEFAULT '{}',
    digest TEXT NOT NULL,
    author TEXT NOT NULL,
    change TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    chunk_key TEXT,
    sha256 TEXT,
    bytes INTEGER,
    frames INTEGER,
    report TEXT,
    PRIMARY KEY (scene_id, version)
) STRICT;
CREATE INDEX versions_by_digest ON scene_versions (digest) WHERE chunk_key IS NOT NULL;

CREATE TABLE assets (
    sha256 TEXT PRIMARY KEY,
    data BLOB NOT NULL
) STRICT;

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    scene_id TEXT NOT NULL REFERENCES scenes (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    owner TEXT NOT NULL,
    priority INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'waiting'
        CHECK (status IN ('waiting', 'leased', 'done', 'failed', 'cancelled', 'parked')),
    attempts INTEGER NOT NULL DEFAULT 0,
    run_at INTEGER NOT NULL,
    leased_by TEXT,
    leased_until INTEGER,
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER,
    error TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (scene_id, version)
) STRICT;
CREATE INDEX jobs_waiting ON jobs (owner, priority DESC, run_at) WHERE status = 'waiting';
CREATE INDEX jobs_leased ON jobs (owner, leased_until) WHERE status = 'leased';
CREATE INDEX jobs_by_session ON jobs (session_id, status);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('scene', 'session')),
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER,
    parked_at INTEGER,
    error TEXT,
    UNIQUE (session_id, seq)
) STRICT;
CREATE INDEX outbox_open ON outbox (session_id, seq) WHERE sent_at IS NULL
"""

_DIRECTOR = """
CREATE TABLE generations (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('generate', 'edit')),
    owner TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed', 'cancelled')),
    request TEXT NOT NULL,
    session_id TEXT REFERENCES sessions (id) ON DELETE CASCADE,
    error TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX generations_by_session ON generations (session_id);

CREATE TABLE generation_scenes (
    generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
    scene_id TEXT NOT NULL REFERENCES scenes (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    base_version INTEGER NOT NULL,
    outcome TEXT NOT NULL DEFAULT 'working'
        CHECK (outcome IN ('working', 'accepted', 'fallback', 'failed')),
    note TEXT NOT NULL DEFAULT '',
    first_shot INTEGER,
    PRIMARY KEY (generation_id, scene_id)
) STRICT;

CREATE TABLE generation_turns (
    generation_id TEXT NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
    thread TEXT NOT NULL,
    n INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    content TEXT NOT NULL,
    input_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    cache_read_tokens INTEGER NOT NULL DEFAULT 0,
    cache_write_tokens INTEGER NOT NULL DEFAULT 0,
    usd REAL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (generation_id, thread, n)
) STRICT;

CREATE TABLE pitfalls (
    id INTEGER PRIMARY KEY,
    manim_version TEXT NOT NULL,
    rule TEXT NOT NULL,
    symptom TEXT NOT NULL,
    mend TEXT NOT NULL,
    seen INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (manim_version, rule, symptom)
) STRICT
"""

_REVIEWS = """
CREATE TABLE reviews (
    scene_id TEXT NOT NULL REFERENCES scenes (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    findings TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (scene_id, version)
) STRICT;

CREATE TABLE waivers (
    scene_id TEXT NOT NULL REFERENCES scenes (id) ON DELETE CASCADE,
    finding TEXT NOT NULL,
    rule TEXT NOT NULL,
    message TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (scene_id, finding)
) STRICT
"""
