"""A converter of cattrs for the plain dataclasses, with their unions told apart by tag in one look-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args, get_origin

from cattrs.preconf.json import JsonConverter
from cattrs.preconf.json import make_converter as make_json_converter

from peers import plain_dataclasses as types

Take = Callable[[Any, Any], Any]


def make_converter() -> JsonConverter:
    """The fast form: no detailed errors, generated code, no union tried out."""
    converter = make_json_converter(detailed_validation=False)
    for union in vars(types).values():
        if get_origin(union) is Annotated:
            bare = get_args(union)[0]
            converter.register_structure_hook(bare, _by_tag(converter, get_args(bare)))
    formats = _by_tag(converter, get_args(get_args(types.ResponseFormat)[0]))

    def take_choice(value: Any, _: object) -> Any:
        if value is None or isinstance(value, str):
            return value
        return converter.structure(value, types.ToolChoice)

    def take_format(value: Any, _: object) -> Any:
        return value if value is None or value == "auto" else formats(value, None)

    hints = types.Run.__annotations__
    known = vars(types) | {"Literal": Literal}
    choice, format = (eval(hints[name], known) for name in ("tool_choice", "response_format"))
    converter.register_structure_hook_func(lambda use: use == choice, take_choice)
    converter.register_structure_hook_func(lambda use: use == format, take_format)
    return converter


def _by_tag(converter: JsonConverter, variants: tuple[Any, ...]) -> Take:
    by_tag: dict[str, Any] = {variant.type: variant for variant in variants}
    hooks: dict[str, Take] = {}

    def take(value: Any, _: object) -> Any:
        tag = value["type"]
        hook = hooks.get(tag)
        if hook is None:
            hook = hooks[tag] = converter.get_structure_hook(by_tag[tag])
        return hook(value, by_tag[tag])

    return take
