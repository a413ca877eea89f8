"""Patterns: what every language reads alike is taken, everything else refused with what to write instead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specloom.lower.patterns import end_at_end, find_fault


@pytest.mark.parametrize(
    "pattern",
    ["^[a-zA-Z0-9_-]+$", "a|b", "^(a|b(?:c|d))*$", r"\.\*\[\]\\\/", "[-a]", "[a-]", "[^a-c\\-\\]$]",
     "a{2}b{2,}c{2,4}", "[\\t\\n]", "é", "(a{10}){100}", "[a-c]?", "", "^^a", "[+*?.(){}|^$]"],
)  # fmt: skip
def test_portable_patterns_are_taken(pattern: str) -> None:
    assert find_fault(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "remedy"),
    [
        (".", "write [^\\n], or \\."),
        (r"\d+", "write [0-9]"),
        (r"[\w]", "write [A-Za-z0-9_]"),
        (r"[a-\d]", "write [0-9]"),
        (r"\bword", "write what stands around the word"),
        (r"\1", "write the character itself"),
        (r"\-", "write the character itself"),
        (r"\u0041", "write the character itself"),
        ("a\\", "write \\\\ for the character"),
        ("(?=a)", "write ( or (?: only"),
        ("(?P<n>a)", "write ( or (?: only"),
        ("(?i)a", "write ( or (?: only"),
        ("(a", "add `)`, or write \\( for the character"),
        ("a)", "take out `)`, or write \\)"),
        ("(" * 30 + ")" * 30, "write it flatter"),
        ("[a", "add `]`, or write \\[ for the character"),
        ("[]", "put characters in, or write \\]"),
        ("[[:alpha:]]", "write \\[, or the characters once"),
        ("[a&&b]", "write \\[, or the characters once"),
        ("[a--b]", "write \\-"),
        ("[a-c-e]", "write \\-"),
        ("[a-[]", "write \\-"),
        ("[z-a]", "turn it round"),
        ("]", "write \\]"),
        ("}", "write \\}"),
        ("a{,2}", "write \\{ for the character"),
        ("a{2,1}", "turn it round"),
        ("*a", "write \\* for the character"),
        ("^*", "write \\* for the character"),
        ("(|*)", "write \\* for the character"),
        ("a+?", "keep one"),
        ("a++", "keep one"),
        ("a{1001}", "keep the counts to 1000, multiplied where groups nest"),
        ("((a{100}){10}){2}", "keep the counts to 1000, multiplied where groups nest"),
        ("a" * 1001, "keep to 1000"),
    ],
)
def test_other_patterns_are_refused(pattern: str, remedy: str) -> None:
    fault = find_fault(pattern)
    assert fault is not None
    assert fault[1] == remedy


@given(st.text(alphabet="ab[]()^$-|*+?{}0123,\\.&~nd:\"'/", max_size=12))
def test_what_is_taken_compiles_as_it_is(pattern: str) -> None:
    if find_fault(pattern) is None:
        re.compile(pattern)
        re.compile(end_at_end(pattern))


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^a$", "a", True),
        ("^a$", "a\n", False),
        ("a$|b", "a\n", False),
        (r"^a\$$", "a$", True),
        ("^[$]$", "$", True),
        (r"^[\]$]+$", "$]", True),
        (r"\\$", "\\", True),
    ],
)
def test_the_end_is_the_end(pattern: str, text: str, found: bool) -> None:
    assert find_fault(pattern) is None
    assert bool(re.search(end_at_end(pattern), text)) == found
