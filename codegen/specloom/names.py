"""Names as words: how spellings are taken apart, and the casings they are put together in.

The only place that knows about capitals (design, invariant 5). How a spelling splits:

- it is read in Unicode normal form NFKC, as Python reads identifiers, so that no two words differ here and
  are the same to a language;
- letters (with their combining marks) and decimal digits make words, everything else only parts them;
- a capital begins a word after a small letter or after a digit (`fileId`, `sha256Hash`, `GPT4O`: file id,
  sha256 hash, gpt4 o), unless nothing but digits comes before it (`2FA`: 2fa);
- the last capital of a row begins a word if a small letter follows (`ImageURLContent`: image url content),
  but not if that is the `s` of a plural (`fileIDs`: file ids);
- digits belong to the word before them, or begin one (`gpt-4o`: gpt 4o; `2fa`: 2fa); they end none;
- words are lower case.

Two names fold to one if they differ in case and in the places of their joints only: `file_id`, `FileId` and
`fileid` do, and so do `line_1` and `line1`, since some language writes both alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from unicodedata import category, normalize

# fmt: off
ACRONYMS = frozenset([
    "api", "ascii", "cpu", "css", "dns", "eof", "guid", "html", "http", "https", "id", "ip",
    "json", "jwt", "ram", "rpc", "sla", "smtp", "sql", "ssh", "sse", "tcp", "tls", "ttl", "udp",
    "ui", "uid", "uri", "url", "utc", "utf8", "uuid", "xml", "xsrf", "xss", "yaml",
])
# fmt: on
"""Words that some languages (and specs) write in capitals."""

Words = Sequence[str]


def split_words(text: str) -> tuple[str, ...]:
    """The words of a spelling, lower case; none if it has neither letters nor digits."""
    return tuple(word.lower() for run in _runs(normalize("NFKC", text)) for word in _humps(run))


def _runs(text: str) -> Iterator[str]:
    """The stretches of `text` that hold letters, marks and digits only, each beginning with no mark."""
    if text.isascii() and text.isalnum():
        yield text
        return
    start = None
    for index, char in enumerate(text):
        kind = category(char)
        inside = kind[0] == "L" or kind == "Nd" or (kind in ("Mn", "Mc") and start is not None)
        if inside and start is None:
            start = index
        elif not inside and start is not None:
            yield text[start:index]
            start = None
    if start is not None:
        yield text[start:]


def _humps(run: str) -> Iterator[str]:
    """The words of a stretch, by its capitals."""
    start = 0
    lettered = False  # whether the word so far has a letter
    for index, char in enumerate(run):
        if index > start and char.isupper():
            before = run[index - 1]
            followed = run[index + 1 : index + 2].islower() and not _is_plural(run, index + 1)
            if (not before.isupper() and lettered) or (before.isupper() and followed):
                yield run[start:index]
                start, lettered = index, False
        lettered = lettered or char.isalpha()
    if run:
        yield run[start:]


def _is_plural(run: str, index: int) -> bool:
    """Whether there is an `s` that is the only small letter of its kind."""
    return run[index] == "s" and not run[index + 1 : index + 2].islower()


def fold(words: Words) -> str:
    """What is equal for names that some language would write alike."""
    return normalize("NFKC", "".join(words).casefold())


def pascal(words: Words, acronyms: Collection[str] = ()) -> str:
    """`ImageUrl`; `ImageURL` where `url` is among the acronyms."""
    return "".join(word.upper() if word in acronyms else capitalise(word) for word in words)


def camel(words: Words, acronyms: Collection[str] = ()) -> str:
    """`imageUrl`; the first word is always small."""
    return "".join(words[:1]) + pascal(words[1:], acronyms)


def snake(words: Words) -> str:
    """`image_url`."""
    return "_".join(words)


def upper_snake(words: Words) -> str:
    """`IMAGE_URL`."""
    return "_".join(words).upper()


def kebab(words: Words) -> str:
    """`image-url`."""
    return "-".join(words)


def capitalise(word: str) -> str:
    """The word with a capital first letter and nothing else changed (`str.capitalize` lowers the rest)."""
    return word[:1].upper() + word[1:]
