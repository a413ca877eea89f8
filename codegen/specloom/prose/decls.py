"""Declarations as prose."""

from __future__ import annotations

from typing import assert_never

from specloom.ir import (
    Alias,
    ByTag,
    Choice,
    Decl,
    Docs,
    ExactlyOneOf,
    Field,
    Name,
    Record,
    RecordRule,
    Ref,
    RequiredIf,
    Union,
    Variant,
)
from specloom.plaintext import neutralise, quote
from specloom.prose.words import indent, listing, symbol, type_words, value


def docs_lines(docs: Docs) -> list[str]:
    """The description, each line after a bar; then what else is said of the thing."""
    lines = (
        [f"| {neutralise(line)}".rstrip() for line in docs.text.split("\n")] if docs.text else []
    )
    if docs.since is not None:
        lines.append(f"since {symbol(docs.since)}")
    if docs.deprecated:
        lines.append("deprecated")
    return lines


def decl_lines(decl: Decl) -> list[str]:
    """Everything that `decl` says, its name and nature first."""
    match decl:
        case Record():
            body = [line for field in decl.fields for line in _field_lines(field)]
            head = f"record {symbol(decl.name.spelled)}: {_openness(decl.open)}"
            body += [f"rule: {rule_words(rule)}" for rule in decl.rules]
        case Union():
            told = (
                f"member {symbol(decl.told.wire)}"
                if isinstance(decl.told, ByTag)
                else "kind of value"
            )
            head = (
                f"union {symbol(decl.name.spelled)}: told apart by {told}, {_openness(decl.open)}"
            )
            body = [_variant_line(variant) for variant in decl.variants]
        case Choice():
            head = f"choice {symbol(decl.name.spelled)}: {_openness(decl.open)}"
            body = [f"value {quote(o.value)}{_called(o.name, o.value)}" for o in decl.options]
        case Alias():
            head = f"alias {symbol(decl.name.spelled)}: {type_words(decl.type)}"
            body = []
        case _:
            assert_never(decl)
    return [head, *indent([*docs_lines(decl.docs), *body])]


def _field_lines(field: Field) -> list[str]:
    words = [type_words(field.type), str(field.presence)]
    if field.has_default:
        words.append(f"default {value(field.default)}")
    if field.recursive:
        words.append("closes a cycle")
    head = f"member {symbol(field.wire)}: {', '.join(words)}{_called(field.name, field.wire)}"
    return [head, *indent(docs_lines(field.docs))]


def _variant_line(variant: Variant) -> str:
    told = str(variant.kind) if variant.tag is None else quote(variant.tag)
    line = f"variant {told}: {type_words(variant.type)}"
    if isinstance(variant.type, Ref):  # it is called what the declaration is called
        return line
    return line + _called(variant.name, variant.kind)


def rule_words(rule: RecordRule) -> str:
    """What a rule of a record demands."""
    match rule:
        case RequiredIf():
            return (
                f"{symbol(rule.field)} is required when {symbol(rule.when)} is {value(rule.equals)}"
            )
        case ExactlyOneOf():
            return f"exactly one of {listing([symbol(f) for f in rule.fields])} is present"
        case _:
            assert_never(rule)


def _openness(open: bool) -> str:
    return "open" if open else "closed"


def _called(name: Name, spelled: str) -> str:
    """What code calls the thing, where the spec's own spelling does not say it."""
    words = "_".join(name.words)
    return "" if spelled == words else f", called {symbol(words)}"
