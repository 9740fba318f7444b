"""What other programs ask for over HTTP: ``POST /jobs/generate`` and ``POST /jobs/edit``, signed.

A request is signed as :mod:`pipeline.signing` says; whoever has the secret speaks for every owner. It is
done once per ``Idempotency-Key``, or per ``X-Correlation-Id`` where there is no key: sent again, it gets
the first answer again.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from pipeline.correlation import correlation_id
from pipeline.director.director import GenerateRequest
from pipeline.director.plan import MOST_SCENES
from pipeline.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER, SignatureRefused, verify
from pipeline.state import projects, requests, scenes
from pipeline.state.errors import NotFound
from pipeline.state.model import FULL, PREVIEW
from pipeline.state.requests import StoredReplays
from pipeline.studio import Studio
from server.problems import CORRELATION_HEADER

__all__ = ["router"]

_LONGEST_PROMPT = 20_000


class _SignedRoute(APIRoute):
    """Verifies the raw body before anything reads it: who may not ask learns nothing about the form."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            body = await request.body()
            state = request.app.state
            secrets: tuple[str, ...] = state.job_secrets
            if not secrets:
                fix = "Set PROOFREEL_SYNC_SECRETS on the server, and the same secret here."
                raise SignatureRefused("This server has no secret for job requests.", fix=fix, reason="off")
            verify(secrets, body, request.headers, StoredReplays(state.studio.db))
            return await inner(request)

        return handler


def _headers(
    timestamp: Annotated[
        str, Header(alias=TIMESTAMP_HEADER, description="Epoch milliseconds; at most 5 minutes off.")
    ],
    signature: Annotated[
        str,
        Header(
            alias=SIGNATURE_HEADER,
            description='hex(HMAC_SHA256(secret, X-Timestamp + "." + raw body)); accepted once.',
        ),
    ],
    correlation: Annotated[
        str, Header(alias=CORRELATION_HEADER, description="UUIDv4: stands in logs, and tells a repetition.")
    ] = "",
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            max_length=200,
            description="The request is done once per key; with another body it is refused (422).",
        ),
    ] = "",
) -> str:
    """The key under which a request is done once."""
    del timestamp, signature
    return key or (correlation_id() if correlation else "")


Key = Annotated[str, Depends(_headers)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Begin(_Body):
    """How a project and a session that were begun elsewhere are called; they are made for ``owner``."""

    projectTitle: str = Field(min_length=1, max_length=200)  # noqa: N815
    sessionTitle: str = Field(min_length=1, max_length=200)  # noqa: N815
    quality: Literal["full", "preview"] = "full"


class GenerateBody(_Body):
    """Scenes for a session."""

    projectId: str = Field(min_length=1, max_length=100)  # noqa: N815
    sessionId: str = Field(min_length=1, max_length=100)  # noqa: N815
    sceneCount: int = Field(ge=1, le=MOST_SCENES)  # noqa: N815
    prompt: str = Field(min_length=1, max_length=_LONGEST_PROMPT)
    owner: str | None = Field(None, max_length=500, description="On whose behalf; must own the project.")
    begin: Begin | None = Field(None, description="Make the project and the session where they are new.")


class EditBody(_Body):
    """A change of one scene, in words."""

    sceneId: str = Field(min_length=1, max_length=100)  # noqa: N815
    projectId: str = Field(min_length=1, max_length=100)  # noqa: N815
    prompt: str = Field(min_length=1, max_length=_LONGEST_PROMPT)
    owner: str | None = Field(None, max_length=500, description="On whose behalf; must own the project.")


class JobAccepted(BaseModel):
    """The work has begun; the session's events tell how it goes."""

    job_id: str
    status: Literal["queued"] = "queued"


router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=_SignedRoute)


@router.post("/generate", status_code=202)
async def generate(body: GenerateBody, request: Request, response: Response, key: Key) -> JobAccepted:
    """Have the director fill a session with scenes."""
    studio: Studio = request.app.state.studio
    with _once(studio, f"generate {key}" if key else "", await request.body(), response) as once:
        if once.answer is None:
            if body.begin is not None and body.owner is not None:
                studio.require_director()  # without one nothing is begun
                _begin(studio, body, body.begin, body.owner)
            session = projects.get_session(studio.db, body.sessionId, owner=body.owner)
            _require_project(session.project_id, body.projectId)
            asked = GenerateRequest(
                body.prompt,
                projects.owner_of(studio.db, session.id),
                "preview" if session.format.profile == "preview" else "full",
                body.sceneCount,
                session_id=session.id,
            )
            once.answer = {"job_id": studio.require_director().generate(asked)}
        return JobAccepted(**once.answer)


@router.post("/edit", status_code=202)
async def edit(body: EditBody, request: Request, response: Response, key: Key) -> JobAccepted:
    """Have the director change one scene."""
    studio: Studio = request.app.state.studio
    with _once(studio, f"edit {key}" if key else "", await request.body(), response) as once:
        if once.answer is None:
            scene = scenes.get_scene(studio.db, body.sceneId, owner=body.owner)
            _require_project(projects.get_session(studio.db, scene.session_id).project_id, body.projectId)
            director = studio.require_director()
            once.answer = {
                "job_id": director.edit(
                    scene.id, body.prompt, owner=projects.owner_of(studio.db, scene.session_id)
                )
            }
        return JobAccepted(**once.answer)


@dataclass(slots=True)
class _Answer:
    answer: dict[str, Any] | None = None


@contextmanager
def _once(studio: Studio, key: str, body: bytes, response: Response) -> Generator[_Answer]:
    """Give the first answer again; keep the answer of a request that was accepted."""
    if not key:
        yield _Answer()
        return
    once = _Answer(requests.begin(studio.db, key, body))
    if once.answer is not None:
        response.headers["Idempotency-Replayed"] = "true"
        yield once
        return
    try:
        yield once
    except BaseException:
        requests.drop(studio.db, key)
        raise
    assert once.answer is not None
    requests.keep(studio.db, key, once.answer)


def _begin(studio: Studio, body: GenerateBody, begin: Begin, owner: str) -> None:
    projects.begin_session(
        studio.db,
        owner=owner,
        project_id=body.projectId,
        project_title=begin.projectTitle,
        session_id=body.sessionId,
        title=begin.sessionTitle,
        format=FULL if begin.quality == "full" else PREVIEW,
    )


def _require_project(found: str, asked: str) -> None:
    if found != asked:
        raise NotFound(f"There is no such thing in project {asked!r}.", fix="Look at projectId.")
