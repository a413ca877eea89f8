"""The site: its pages are there and lead to each other, and what a spec says is said and never markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cases_of import folders
from goldens import ROOT
from packages import TEXT, member, package, record
from reference.site import Page, lost, make, packages, read_pages
from specloom.ir import Auth, Ref
from specloom.plaintext import neutralise
from specloom.targets import registry
from specloom.targets.reference.calls import say_access
from specloom.targets.reference.following import AFTER, Step, Verb, follow, read_steps

PACKAGES = packages()
LARGEST = 200_000


@pytest.fixture(scope="module")
def shipped() -> dict[str, str]:
    return make(PACKAGES["shipped"])


@pytest.fixture(scope="module")
def pages(shipped: dict[str, str]) -> dict[str, Page]:
    return read_pages(shipped)


# --- every site -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PACKAGES)
def test_a_site_has_everything_and_holds_together(name: str) -> None:
    spec = PACKAGES[name]
    files = make(spec)
    made = read_pages(files)
    places = {path: set(made[path].ids) if path in made else set() for path in files}
    for page in made.values():
        assert page.mistakes == [], page.path
        assert len(page.ids) == len(set(page.ids)), f"{page.path} has an anchor twice"
        assert [a for a in page.links + page.loads if lost(page.path, a, places)] == [], page.path
    searched = [row[2] for row in search_index(files)]
    assert [address for address in searched if lost("index.html", address, places)] == []
    found = {row[0] for row in search_index(files)}
    listed = made["names.html"].said()
    for spelled in [*spec.decls, *(o.name.spelled for o in spec.operations)]:
        assert spelled in found
        assert spelled in listed
    kinds = [path.split("/")[0] for path in files]
    assert kinds.count("types") == len(spec.decls)
    assert kinds.count("operations") == len(spec.operations)
    assert kinds.count("streams") == len(spec.streams)


def search_index(files: dict[str, str]) -> list[list[str]]:
    _, _, text = files["search-index.js"].partition("window.searchIndex = ")
    rows: list[list[str]] = json.loads(text.rstrip().removesuffix(";"))
    return rows


def test_pages_are_small(shipped: dict[str, str]) -> None:
    sizes = {path: len(text.encode()) for path, text in shipped.items()}
    assert {path: size for path, size in sizes.items() if size >= LARGEST} == {}


def test_a_type_may_be_called_as_a_device_is() -> None:
    spec = package(record("Con", member("aux", Ref("Nul"))), record("Nul", member("x", TEXT)))
    assert {"types/Con_.html", "types/Nul_.html"} <= make(spec).keys()


# --- text of a spec is no markup ------------------------------------------------------------------------

TAGS = """
html head meta title link script body a header small nav div h1 h2 h3 h4 ul li main p span strong br wbr pre
code table caption thead tbody tr th td details summary section svg g rect path text
"""
ATTRIBUTES = """
lang charset http-equiv content name rel href src data-root defer class id aria-label role scope open tabindex
aria-labelledby aria-current data-tools data-language xmlns width height viewbox x y rx d
"""


@pytest.mark.parametrize("name", ["hostile_text", "unicode", "deprecated_and_since"])
def test_what_a_spec_says_is_text(name: str) -> None:
    spec = PACKAGES[name]
    pages = read_pages(make(spec))
    for page in pages.values():
        assert page.tags <= set(TAGS.split()), page.path
        assert page.attributes <= set(ATTRIBUTES.split()), page.path
        assert page.loads == [
            f"{'../' * page.path.count('/')}{f}" for f in ("style.css", "site.js")
        ]
        assert neutralise(page.text) == page.text, page.path
    for spelled, decl in spec.decls.items():
        assert as_shown(decl.docs.text) in pages[f"types/{spelled}.html"].said()


def as_shown(prose: str) -> str:
    """Prose as a page says it: what stands between backticks is code."""
    return " ".join(re.sub(r"`([^`\n]+)`", r"\1", neutralise(prose)).split())


def test_script_tags_stay_text() -> None:
    folder = folders()["hostile_text"]
    assert "<script>alert" in (folder / "spec.json").read_text("utf-8")
    files = make(PACKAGES["hostile_text"])
    assert not [path for path, text in files.items() if "<script>" in text]


def test_every_language_is_shown_and_its_samples_are_compiled(pages: dict[str, Page]) -> None:
    for module in registry.LANGUAGES.values():
        folder = ROOT / "tests" / module.split(".")[2]
        assert list(folder.glob("test_*_samples.py")), f"nothing compiles the samples of {module}"
    shown = pages["operations/createRun.html"].said()
    positions = [shown.index(f" {language.title} ") for language in registry.languages()]
    assert positions == sorted(positions)
    assert len(positions) == 5


# --- what a person asks ---------------------------------------------------------------------------------


def section(page: Page, anchor: str) -> Page:
    """The part of a page that an anchor marks."""
    found = re.search(
        rf'<section[^>]* id="{re.escape(anchor)}">.*?</section>', page.text, re.DOTALL
    )
    assert found is not None, anchor
    return Page(page.path, found[0])


def test_which_events_can_follow(pages: dict[str, Page]) -> None:
    stream = pages["streams/AssistantStreamEvent.html"]
    waiting = section(stream, "event.thread.run.requires_action")
    assert "`" not in waiting.said()
    assert "done comes next: the stream ends here" in waiting.said()
    assert (
        "The description names done, thread.run.step.completed, thread.run.queued" in waiting.said()
    )
    for tag in ("done", "thread.run.step.completed", "thread.run.queued", "thread.run.expired"):
        assert f"../streams/AssistantStreamEvent.html#event.{tag}" in waiting.links
    growing = section(stream, "event.thread.message.delta").said()
    assert "Grows one of messages, the one that /data/id names, by the MessageDelta" in growing
    assert "For the same one of messages: thread.message.in_progress refreshes it" in growing
    assert "thread.message.completed, thread.message.incomplete closes it" in growing
    assert "it is final" in section(stream, "event.thread.message.completed").said()
    assert "Nothing may follow" in section(stream, "event.done").said()


def test_what_a_delta_may_carry_and_how_it_merges(pages: dict[str, Page]) -> None:
    said = pages["types/CodeInterpreterToolCallDelta.html"].said()
    for row in (
        "delta of CodeInterpreterToolCall",
        "index integer not part of it an address, not part of the snapshot",
        "id string id: string the first value stands, another is a conflict",
        "code_interpreter.input string input: string appended",
        "merged by index; index must run from 0 without gaps",
        "code_interpreter.outputs[logs].logs string logs: string appended",
    ):
        assert row in said
    assert (
        "../types/CodeInterpreterToolCallDelta.html"
        in pages["types/CodeInterpreterToolCall.html"].links
    )


@pytest.mark.parametrize("name", ["MessageAttachment", "MessageAttachmentParam"])
def test_what_an_attachment_needs_and_may_lack(pages: dict[str, Page], name: str) -> None:
    said = pages[f"types/{name}.html"].said()
    assert "Sent as MessageAttachmentParam, received as MessageAttachment" in said
    assert "file_id required may be missing" in said
    assert "tools required may be missing" in said


def test_a_member_that_holds_a_union_shows_its_variants(pages: dict[str, Page]) -> None:
    page = pages["types/Message.html"]
    assert "4 variants image_file ImageFileContentBlock" in page.said()
    assert "<details>\n<summary>4 variants</summary>" in page.text


def test_where_calls_go_and_what_they_carry(pages: dict[str, Page]) -> None:
    first = section(pages["index.html"], "operations").said()
    assert "All paths come after /v1. Every call carries a bearer token in the header Auth" in first
    call = pages["operations/createThread.html"].said()
    assert "POST /v1/threads" in call
    assert "Authorization: Bearer <token>" in call


@pytest.mark.parametrize(
    ("server", "auth", "said"),
    [
        ("", None, ""),
        ("/v1", None, "All paths come after `/v1`."),
        ("", Auth.BEARER, "Every call carries a bearer token in the header `Authorization`."),
    ],
)
def test_what_the_spec_does_not_say_of_calls_is_not_said(
    server: str, auth: Auth | None, said: str
) -> None:
    spec = replace(PACKAGES["zoo"], server=server, auth=auth)
    assert say_access(spec) == said
    call = spec.operations[0]
    page = read_pages(make(spec))[f"operations/{call.name.spelled}.html"]
    assert f"{call.method} {server}{call.path} " in page.said()
    assert ("Authorization" in page.text) == (auth is not None)


# --- what may follow, held to what did ------------------------------------------------------------------


def recorded() -> list[Path]:
    found = sorted((ROOT / "spec" / "streams").glob("*/events.sse"))
    assert len(found) > 10
    return found


def test_no_recording_does_what_the_site_rules_out() -> None:
    spec = PACKAGES["shipped"]
    stream = spec.streams[0]
    steps = {step.tag: step for step in read_steps(spec, stream)}
    pairs = 0
    for path in recorded():
        last: dict[tuple[str, str], Step] = {}
        for tag, id in lives(path):
            step = steps.get(tag)
            if step is None or step.target is None:
                continue
            key = (step.target.name.spelled, id if step.target.id else "")
            if key in last:
                pairs += 1
                allowed = {s.tag for s in follow(last[key], tuple(steps.values())).same}
                assert tag in allowed, f"{path.parent.name}: {tag} after {last[key].tag}"
            last[key] = step
    assert pairs > 100


def lives(path: Path) -> Iterator[tuple[str, str]]:
    """The events of a recording, each with the identifier in its data."""
    for event in path.read_bytes().decode("utf-8", "replace").replace("\r", "\n").split("\n\n"):
        tag = re.search(r"^event: ?(.*)$", event, re.MULTILINE)
        id = re.search(r'"id":\s*"([^"]*)"', event)
        if tag is not None:
            yield tag[1], id[1] if id else ""


def test_what_is_final_is_followed_by_nothing() -> None:
    assert AFTER[Verb.CLOSE] == ()
    spec = PACKAGES["stream"]
    steps = read_steps(spec, spec.streams[0])
    served, closed = (next(s for s in steps if s.tag == tag) for tag in ("dish.served", "closed"))
    assert follow(served, steps).same == ()
    assert [target.name.spelled for target, _ in follow(served, steps).others] == [
        "shift",
        "dishes",
    ]
    assert follow(closed, steps) == follow(closed, ())
