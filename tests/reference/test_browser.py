"""The site in a browser: searched, unfolded, gone through by keys, in the dark, and without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases_of import folders, read_case, read_spec, write
from goldens import ROOT
from reference.browser import Browser
from reference.site import make
from typescript.npm import lend_tools

AXE = {"axe-core": "^4.10.0"}
STREAM = "streams/AssistantStreamEvent.html"
LOOKED_AT = [
    "index.html",
    "names.html",
    STREAM,
    "types/Message.html",
    "types/MessageContent.html",
    "types/CodeInterpreterToolCallDelta.html",
    "types/MessageAttachment.html",
    "operations/createRun.html",
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    started = Browser(tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the site of the shipped spec."""
    files = make(read_spec(ROOT / "spec"))
    return write(files, tmp_path_factory.mktemp("site") / "site").as_uri()


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The checker of accessibility, as a script."""
    folder = tmp_path_factory.mktemp("axe")
    lend_tools(json.dumps({"devDependencies": AXE}), folder)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(autouse=True)
def quiet(browser: Browser) -> Iterator[None]:
    """A browser as a person first opens it, whose console has nothing to say afterwards."""
    browser.complaints.clear()
    browser.forbid_scripts(False)
    browser.show_dark(False)
    browser.resize(1280)
    yield
    assert browser.complaints == []


# --- finding --------------------------------------------------------------------------------------------

CHOSEN = "document.querySelector('.found [aria-selected=true] code')?.textContent"


def test_search_finds_and_leads_there(browser: Browser, site: str) -> None:
    browser.open(f"{site}/types/Message.html")
    browser.press("/", text="/")
    browser.type("requires_act")
    browser.wait_for(f"{CHOSEN} === 'thread.run.requires_action'")
    assert browser.evaluate("document.querySelector('[role=status]').textContent").endswith("found")
    browser.press("Enter")
    browser.wait_for(f"location.href.endsWith('{STREAM}#event.thread.run.requires_action')")


def test_search_goes_by_keys(browser: Browser, site: str) -> None:
    browser.open(f"{site}/index.html")
    browser.press("/", text="/")
    browser.type("messagecontent")
    browser.wait_for(f"{CHOSEN} === 'MessageContent'")
    browser.press("ArrowDown")
    assert browser.evaluate(CHOSEN) == "MessageContentDelta"
    active = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
    assert browser.evaluate(f"{active}.textContent").startswith("MessageContentDelta")
    browser.press("ArrowUp")
    assert browser.evaluate(CHOSEN) == "MessageContent"
    browser.press("Escape")
    assert browser.evaluate("document.querySelector('.found').hidden")
    browser.type("nothing is called so")
    browser.wait_for("document.querySelector('[role=status]').textContent === '0 found'")


def test_a_name_comes_before_what_only_holds_it(browser: Browser, site: str) -> None:
    browser.open(f"{site}/index.html")
    browser.press("/", text="/")
    browser.type("run")
    browser.wait_for(f"{CHOSEN} === 'Run'")


# --- folding --------------------------------------------------------------------------------------------


def test_a_deep_link_unfolds_what_it_leads_to(browser: Browser, site: str) -> None:
    browser.open(f"{site}/types/MessageContent.html#event.text")
    opened = "[...document.querySelectorAll('.variants > details[open]')].map((each) => each.id)"
    assert browser.evaluate(opened) == ["event.text"]
    browser.open(f"{site}/types/MessageContent.html#event.refusal")
    browser.wait_for(f"{opened}.length === 2")
    browser.open(f"{site}/types/MessageContent.html#%E0%A4%A")  # no address at all


def test_variants_fold_by_key_and_all_at_once(browser: Browser, site: str) -> None:
    browser.open(f"{site}/types/MessageContent.html")
    count = "document.querySelectorAll('main > .variants > details[open]').length"
    assert browser.evaluate(count) == 0
    browser.evaluate("document.querySelector('.variants summary').focus()")
    browser.press("Enter")
    browser.wait_for(f"{count} === 1")
    browser.evaluate("document.querySelector('button.all').focus()")
    browser.press("Enter")
    browser.wait_for(f"{count} === 4")
    assert browser.evaluate("document.activeElement.textContent") == "Close all"
    browser.press("Enter")
    browser.wait_for(f"{count} === 0")


def test_the_chosen_language_is_remembered(browser: Browser, site: str) -> None:
    browser.open(f"{site}/types/Message.html")
    opened = (
        "[...document.querySelectorAll('[data-language][open]')].map((e) => e.dataset.language)"
    )
    assert browser.evaluate(opened) == ["python"]
    browser.evaluate("document.querySelector('[data-language=go] summary').click()")
    browser.wait_for(f"{opened}.join() === 'go'")
    browser.open(f"{site}/operations/createRun.html")
    assert browser.evaluate(opened) == ["go"]
    browser.evaluate("localStorage.clear()")


# --- looks ----------------------------------------------------------------------------------------------

PAPER = "getComputedStyle(document.body).backgroundColor"


def test_dark_and_light(browser: Browser, site: str) -> None:
    browser.open(f"{site}/index.html")
    light = browser.evaluate(PAPER)
    browser.show_dark(True)
    dark = browser.evaluate(PAPER)
    assert light != dark
    browser.evaluate("document.querySelector('.tools > button').click()")
    assert browser.evaluate(PAPER) == light
    browser.open(f"{site}/names.html")
    assert browser.evaluate(PAPER) == light
    browser.evaluate("localStorage.clear()")


@pytest.mark.parametrize("page", LOOKED_AT)
def test_a_narrow_screen_is_wide_enough(browser: Browser, site: str, page: str) -> None:
    browser.resize(360)
    browser.open(f"{site}/{page}")
    assert browser.evaluate("document.scrollingElement.scrollWidth") <= 360


# --- without scripts ------------------------------------------------------------------------------------


def test_everything_is_there_without_scripts(browser: Browser, site: str) -> None:
    browser.forbid_scripts(True)
    browser.open(f"{site}/types/MessageContent.html")
    assert browser.evaluate("document.querySelector('[data-tools]').children.length") == 0
    assert browser.evaluate("document.querySelectorAll('main > .variants > details').length") == 4
    browser.evaluate("document.querySelector('.variants summary').focus()")
    browser.press("Enter")
    assert browser.evaluate("document.querySelector('.variants details').open")
    names = "document.querySelector('header nav a:last-child')"
    assert browser.evaluate(f"{names}.href") == f"{site}/names.html"


# --- for everyone ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("page", LOOKED_AT)
def test_axe_has_nothing_to_say(
    browser: Browser, site: str, axe: str, page: str, is_dark: bool
) -> None:
    browser.show_dark(is_dark)
    browser.open(f"{site}/{page}")
    browser.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert look(browser, axe) == []


def test_axe_has_nothing_to_say_of_the_search(browser: Browser, site: str, axe: str) -> None:
    browser.open(f"{site}/index.html")
    browser.press("/", text="/")
    browser.type("message")
    browser.wait_for("document.querySelectorAll('.found a').length > 5")
    assert look(browser, axe) == []


def look(browser: Browser, axe: str) -> list[str]:
    """What axe finds on the page, as lines."""
    browser.evaluate(f"{axe}; 0")
    found = browser.evaluate(
        "axe.run({ preload: false }).then((said) => JSON.stringify(said.violations))"
    )
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in json.loads(found)
        for node in rule["nodes"]
    ]


def test_axe_sees_what_is_wrong(browser: Browser, axe: str, tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    page.write_text(
        "<!doctype html><title>x</title><main><h1>x</h1><input></main>", encoding="utf-8"
    )
    browser.open(page.as_uri())
    rules = {line.partition(":")[0] for line in look(browser, axe)}
    assert {"html-has-lang", "label"} <= rules


# --- hostile specs --------------------------------------------------------------------------------------


def test_nothing_in_a_spec_runs(browser: Browser, tmp_path: Path) -> None:
    package, _ = read_case(folders()["hostile_text"])
    assert package is not None
    files = make(package)
    folder = write(files, tmp_path)
    for path in files:
        if path.endswith(".html"):
            browser.open((folder / path).as_uri())
            assert browser.evaluate("document.scripts.length") == 1
            browser.press("/", text="/")
            browser.type("<")
            browser.wait_for("window.searchIndex !== undefined")
            assert browser.evaluate("document.querySelectorAll('.found script').length") == 0
