"""One member changes; everything else in the text stays as it is."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.clients.jsonc import NotJson, read, with_member, without_member

NAMES = st.sampled_from(["a", "servers", "proofreel", 'with "quotes"', "ü", "//", "/*"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)
OTHERS = st.dictionaries(NAMES.filter(lambda name: name != "servers"), VALUES, max_size=4)
DOCUMENTS = st.one_of(OTHERS, st.builds(lambda o, s: {**o, "servers": s}, OTHERS, OTHERS))
INDENTS = st.sampled_from([None, 2, 4, "\t"])
PATH = ("servers", "proofreel")


@given(DOCUMENTS, INDENTS, VALUES)
def test_setting_a_member_gives_strict_json_that_says_just_that_more(document, indent, value):
    text = json.dumps(document, indent=indent)
    expected = {**document, "servers": {**document.get("servers", {}), "proofreel": value}}

    assert json.loads(with_member(text, PATH, value)) == expected


@given(DOCUMENTS, INDENTS, VALUES)
def test_removing_what_was_set_gives_what_was_there(document, indent, value):
    document = {
        **document,
        "servers": {n: v for n, v in document.get("servers", {}).items() if n != "proofreel"},
    }
    text = json.dumps(document, indent=indent)

    assert json.loads(without_member(with_member(text, PATH, value), PATH)) == document


@given(DOCUMENTS, VALUES)
def test_comments_stay_all_and_in_their_order(document, value):
    lines = json.dumps(document, indent=2).splitlines()
    text = "\n".join(f"{line} // note {number}" for number, line in enumerate(lines))
    notes = [f"note {number}" for number in range(len(lines))]

    changed = with_member(text, PATH, value)

    if "proofreel" not in document.get("servers", {}):
        assert re.findall(r"// (note \d+)", changed) == notes
        assert re.findall(r"// (note \d+)", without_member(changed, PATH)) == notes
    assert read(changed)["servers"]["proofreel"] == value


@given(st.text(max_size=60) | st.text(alphabet='{}[]",:/* \n1a', max_size=40))
def test_any_text_is_read_or_refused_with_its_place(text):
    try:
        read(text)
    except NotJson as error:
        assert 1 <= error.line <= text.count("\n") + 1
        assert error.column >= 1


def test_a_settings_file_with_comments_and_trailing_commas_keeps_its_form():
    text = '// mine\n{\n    "theme": "One Dark", // dark\n    /* fonts */\n    "size": 15,\n}\n'

    changed = with_member(text, ("context_servers", "proofreel"), {"command": "x"})

    assert changed == (
        '// mine\n{\n    "theme": "One Dark", // dark\n    /* fonts */\n    "size": 15,\n'
        '    "context_servers": {\n        "proofreel": {\n            "command": "x"\n        }\n    }\n}\n'
    )


def test_an_empty_file_becomes_a_document():
    assert json.loads(with_member("", PATH, 1)) == {"servers": {"proofreel": 1}}
    assert read(with_member("// nothing yet\n", PATH, 1)) == {"servers": {"proofreel": 1}}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1', (1, 8)),
        ('{\n  "a" 1}', (2, 7)),
        ("{\n\n  a: 1}", (3, 3)),
        ('{"a": 1} x', (1, 10)),
        ('{"a": NaN}', (1, 7)),
        ("{ /* x", (1, 3)),
        ("[" * 200, (1, 102)),
    ],
)
def test_a_mistake_is_told_with_its_place(text, place):
    with pytest.raises(NotJson) as caught:
        read(text)

    assert (caught.value.line, caught.value.column) == place
