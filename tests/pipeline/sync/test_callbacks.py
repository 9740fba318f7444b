"""One request to the deployment: what it looks like, and what each answer to it means."""

from __future__ import annotations

import json
import uuid

import httpx
import pytest

from pipeline.signing import MemoryReplays, verify
from pipeline.sync.callbacks import Callbacks, Receipt, Unreached, Untaken
from pipeline.sync.settings import SyncSettings

SECRET = "a secret of thirty-two characters"
UPDATES = [{"sceneId": "scn_1", "seq": 3, "title": "Über π"}, {"sceneId": "scn_2", "seq": 4}]

_OTHER_SECRET = (
    "The first of sync_secrets must be the deployment's PROOFREEL_SECRET or PROOFREEL_PREVIOUS_SECRET, "
    "and the clock must be right."
)
_OTHER_ADDRESS = (
    "sync_url is the deployment's address that ends in .convex.site; deploy the functions of convex/."
)


async def send(answer: httpx.Response | Exception, kind="scene", url="https://sums.convex.site/"):
    """Returns what ``send`` returns, and the request."""
    heard: list[httpx.Request] = []

    def deployment(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async with httpx.AsyncClient(transport=httpx.MockTransport(deployment)) as client:
        receipt = await Callbacks(SyncSettings(url, SECRET, timeout_s=7), client).send(kind, UPDATES)
    return receipt, heard[0]


@pytest.mark.parametrize(
    ("kind", "path"), [("scene", "/callbacks/scene-updated"), ("session", "/callbacks/session-updated")]
)
async def test_a_request_is_signed_json_for_its_kind_of_update(kind, path):
    receipt, request = await send(httpx.Response(200, json={"received": "3", "latest": 4}), kind)

    assert receipt == Receipt(received=3, latest=4)
    assert (request.method, str(request.url)) == ("POST", f"https://sums.convex.site{path}")
    assert request.content.decode() == json.dumps(
        {"updates": UPDATES}, separators=(",", ":"), ensure_ascii=False
    )
    assert request.headers["content-type"] == "application/json"
    verify([SECRET], request.content, request.headers, MemoryReplays())
    assert set(request.extensions["timeout"].values()) == {7}


async def test_each_request_can_be_told_from_the_others_in_the_logs():
    ids = {(await send(httpx.Response(409)))[1].headers["x-correlation-id"] for _ in range(2)}

    assert len({uuid.UUID(one) for one in ids}) == 2


async def test_what_had_arrived_before_is_no_failure():
    receipt, _ = await send(httpx.Response(409, json={"message": "replayed"}))

    assert receipt is None


@pytest.mark.parametrize("status", [400, 413, 415, 422])
async def test_what_the_deployment_will_never_take_is_said_in_its_words(status):
    with pytest.raises(Untaken) as refused:
        await send(httpx.Response(status, json={"message": "seq is missing"}))

    assert refused.value.message == f"The deployment refuses it ({status}): seq is missing."


@pytest.mark.parametrize(
    ("status", "fix"),
    [
        (401, _OTHER_SECRET),
        (404, _OTHER_ADDRESS),
        (503, "Set PROOFREEL_SECRET on the deployment."),
        *((status, "") for status in (302, 408, 429, 500, 502)),
    ],
)
async def test_another_answer_may_heal_and_says_how(status, fix):
    with pytest.raises(Unreached) as away:
        await send(httpx.Response(status, json={"message": "not now"}))

    assert away.value.message == f"The deployment answered {status}: not now."
    assert (away.value.fix, away.value.retry_after_s) == (fix, 0)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("120", 120), ("0.5", 0.5), ("3600", 3600), ("86400", 3600), ("-5", 0), ("Wed, 21 Oct", 0), ("nan", 0)],
)
async def test_the_wait_that_a_deployment_asks_for_is_between_none_and_an_hour(asked, waited):
    with pytest.raises(Unreached) as away:
        await send(httpx.Response(429, headers={"Retry-After": asked}))

    assert away.value.retry_after_s == waited


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(500, text="<html>" + "x" * 300), "<html>" + "x" * 194),
        (httpx.Response(500), "nothing more"),
        (httpx.Response(500, json={"error": 1}), '{"error":1}'),
        (httpx.Response(500, json=[1]), "[1]"),
    ],
)
async def test_an_answer_in_other_words_is_quoted(answer, said):
    with pytest.raises(Unreached) as away:
        await send(answer)

    assert away.value.message == f"The deployment answered 500: {said}."


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "<html>Welcome"},
        {"json": {"received": 3}},
        {"json": []},
        {"json": {"received": "x", "latest": 1}},
    ],
)
async def test_a_page_of_somebody_else_is_no_receipt(answer):
    with pytest.raises(Unreached) as away:
        await send(httpx.Response(200, **answer))

    assert away.value.message == "Something answered that isn't the deployment's functions."
    assert away.value.fix == _OTHER_ADDRESS


@pytest.mark.parametrize(
    ("error", "said"), [(httpx.ConnectError("no route"), "no route"), (httpx.ReadTimeout(""), "ReadTimeout")]
)
async def test_a_deployment_that_cannot_be_reached_is_named(error, said):
    with pytest.raises(Unreached) as away:
        await send(error)

    assert away.value.message == (
        f"https://sums.convex.site/callbacks/scene-updated can't be reached: {said}."
    )


async def test_an_address_that_is_none_is_not_reached_either():
    with pytest.raises(Unreached, match="can't be reached"):
        await send(httpx.Response(200), url="https://sums:port")
