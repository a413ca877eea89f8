"""Names: how spellings split, how words are cased, what folds."""

from __future__ import annotations

import json
import keyword
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldens import ROOT
from specloom.names import (
    ACRONYMS,
    camel,
    fold,
    kebab,
    pascal,
    snake,
    split_words,
    upper_snake,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ImageURLContentBlock", "image url content block"),
        ("ResponseFormatJSONSchema", "response format json schema"),
        ("Thread", "thread"),
        ("ID", "id"),
        ("fileIDs", "file ids"),
        ("URLsOfIDs", "urls of ids"),
        ("JSONSchema", "json schema"),
        ("DNSSet", "dns set"),
        ("aB", "a b"),
        ("ABc", "a bc"),
        ("file_id", "file id"),
        ("thread.run.step.delta", "thread run step delta"),
        ("step_details.tool_calls[*].file_search", "step details tool calls file search"),
        ("include[]", "include"),
        ("gpt-4o", "gpt 4o"),
        ("gpt-3.5-turbo-16k", "gpt 3 5 turbo 16k"),
        ("sha256", "sha256"),
        ("sha256Hash", "sha256 hash"),
        ("2fa", "2fa"),
        ("2FA", "2fa"),
        ("123", "123"),
        ("GPT4O", "gpt4 o"),
        ("HTTP2Server", "http2 server"),
        ("X509V3", "x509 v3"),
        ("S3URL", "s3 url"),
        ("a1B2", "a1 b2"),
        ("__proto__", "proto"),
        ("../../x", "x"),
        ("größe", "größe"),
        ("ÜberGröße", "über größe"),
        ("названиеФайла", "название файла"),
        ("हिन्दी", "हिन्दी"),
        ("名前", "名前"),
        ("e\u0301tude", "étude"),
        ("\ufb01le", "file"),
        ("ⅣFoo", "iv foo"),
        ("x²", "x2"),
        ("\u0301a", "a"),
        ("a\u0000b\nc", "a b c"),
        ("👋🏽", ""),
        ("--", ""),
        ("", ""),
    ],
)
def test_spellings_split(text: str, words: str) -> None:
    assert split_words(text) == tuple(words.split())


@pytest.mark.parametrize(
    ("make", "cased"),
    [
        (pascal, "GetImageUrl4k"),
        (camel, "getImageUrl4k"),
        (snake, "get_image_url_4k"),
        (upper_snake, "GET_IMAGE_URL_4K"),
        (kebab, "get-image-url-4k"),
        (lambda words: pascal(words, ACRONYMS), "GetImageURL4k"),
        (lambda words: camel(words, ACRONYMS), "getImageURL4k"),
    ],
)
def test_words_are_cased(make, cased: str) -> None:  # type: ignore[no-untyped-def]
    assert make(("get", "image", "url", "4k")) == cased


def test_a_first_word_in_camel_case_stays_small() -> None:
    assert camel(("url", "id"), ACRONYMS) == "urlID"
    assert camel(()) == pascal(()) == ""


def spec_names() -> list[str]:
    documents = (
        json.loads(path.read_text("utf-8")) for path in (ROOT / "spec").glob("*.schema.json")
    )
    return [name for document in documents if "$id" not in document for name in document["$defs"]]


def test_every_type_of_the_shipped_spec_gets_its_own_spelling_back() -> None:
    names = [name for name in spec_names() if name[0].isupper()]
    assert len(names) > 150
    assert [name for name in names if pascal(split_words(name), ACRONYMS) != name] == []


@pytest.mark.parametrize(
    "alike",
    [
        ("file_id", "FileId", "fileID", "fileid", "file-id", "file.id"),
        ("line_1", "line1", "LINE1"),
        ("straße", "STRASSE"),
        ("\ufb01le", "file", "ﬁLE"),
        ("étude", "e\u0301tude"),
    ],
)
def test_names_fold(alike: tuple[str, ...]) -> None:
    assert len({fold(split_words(name)) for name in alike}) == 1


def test_other_names_do_not_fold() -> None:
    apart = ("file", "files", "file_1", "file_2", "1_file", "fïle")
    assert len({fold(split_words(name)) for name in apart}) == len(apart)


@given(st.text())
def test_words_are_fit_for_identifiers(text: str) -> None:
    words = split_words(text)
    for word in words:
        assert word
        assert ("a" + word).isidentifier(), word
        assert not word[:1].isupper()
    name = snake(words)
    if words:
        assert f"a_{name}".isidentifier()
        assert not keyword.iskeyword(f"a_{name}")


@given(st.text())
def test_splitting_again_changes_nothing(text: str) -> None:
    words = split_words(text)
    assert split_words(normalize("NFKC", snake(words))) == words


@given(st.lists(st.from_regex(r"[a-z][a-z0-9]*", fullmatch=True), min_size=1))
def test_every_casing_folds_to_the_same(words: list[str]) -> None:
    folded = fold(words)
    for make in (pascal, camel, snake, upper_snake, kebab):
        assert fold(split_words(make(words))) == folded
    assert split_words(snake(words)) == split_words(kebab(words)) == tuple(words)
