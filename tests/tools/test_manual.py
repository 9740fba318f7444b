import pytest
from fastmcp import Client, FastMCP
from mcp.types import ResourceTemplateReference

from tools import completions, manual


@pytest.fixture
async def client():
    mcp = FastMCP("manual")
    manual.register(mcp)
    completions.register(mcp)
    async with Client(mcp) as client:
        yield client


@pytest.mark.parametrize("address", ["docs://manim/Axes.plot", "manim://api/Axes.plot"])
async def test_an_entry_is_the_full_answer_of_the_lookup(client, address) -> None:
    from knowledge.api import lookup

    content = (await client.read_resource(address))[0]
    assert content.text == lookup("Axes.plot", True).text


async def test_an_unknown_name_says_what_is_nearest(client) -> None:
    with pytest.raises(Exception, match="Create"):
        await client.read_resource("docs://manim/ShowCreation")


async def test_names_are_completed_and_members_after_a_dot(client) -> None:
    reference = ResourceTemplateReference(uri="docs://manim/{symbol}")
    names = (await client.complete(reference, {"name": "symbol", "value": "fadei"})).values
    members = (await client.complete(reference, {"name": "symbol", "value": "Axes.get_riem"})).values
    assert "FadeIn" in names
    assert members == ["Axes.get_riemann_rectangles"]
