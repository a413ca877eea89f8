"""Sites that the target makes, and what a reader finds on their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from cases_of import emit, folders, read_case, read_spec, texts
from goldens import ROOT
from packages import zoo
from specloom.ir import Package
from specloom.targets.base import Usage

_APART = frozenset(["br", "li", "p", "small", "td", "th"])
_VOID = frozenset(["br", "link", "meta", "wbr"])


@cache
def packages() -> Mapping[str, Package]:
    """Every spec that the tests have, by name."""
    found = {"shipped": read_spec(ROOT / "spec"), "other": read_spec(ROOT / "tests" / "other_spec")}
    for protocol in ("chat", "replies"):
        found[protocol] = read_spec(ROOT / "tests" / "protocols" / protocol)
    found |= {"zoo": zoo(), "streamless_zoo": replace(zoo(), streams=(), deltas=())}
    for name, folder in folders().items():
        package, _ = read_case(folder)
        if package is not None:
            found[name] = package
    return found


def make(package: Package, target: str = "site") -> dict[str, str]:
    """The files of a reference, by path."""
    return texts(emit(package, target))


def samples(usage: Usage, package: Package) -> dict[str, str]:
    """Every sample that one language has for a package, under names that differ in more than capitals."""
    found = {f"read_{name}": usage.read(name) for name in package.decls}
    found |= {f"grow_{delta.delta}": usage.grow(delta) for delta in package.deltas}
    found |= {f"follow_{stream.event}": usage.follow(stream) for stream in package.streams}
    return found | {f"call_{o.name.spelled}": usage.call(o) for o in package.operations}


@dataclass
class Page(HTMLParser):
    """A page, read as a browser does; `mistakes` are tags that do not match."""

    path: str
    text: str
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)
        self.close()
        self.mistakes += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in _APART:
            self.words.append(" ")
        self.attributes |= {name for name, _ in attrs}
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if "href" in given:
            (self.loads if tag == "link" else self.links).append(given["href"])
        if "src" in given:
            self.loads.append(given["src"])
        if tag not in _VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        elif tag not in ("path", "rect"):
            self.mistakes.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def said(self) -> str:
        """What the page says, without its markup."""
        return " ".join("".join(self.words).split())


def read_pages(files: Mapping[str, str]) -> dict[str, Page]:
    """The pages among the files of a site."""
    return {path: Page(path, text) for path, text in files.items() if path.endswith(".html")}


def lost(page: str, address: str, places: Mapping[str, set[str]]) -> bool:
    """Whether an address on a page leads nowhere; `places` are the anchors of each file."""
    path, _, anchor = address.partition("#")
    target = normpath(join(dirname(page), unquote(path))) if path else page
    return target not in places or (anchor != "" and unquote(anchor) not in places[target])
