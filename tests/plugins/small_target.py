"""A target that is data, made for a test."""

from __future__ import annotations

from commands import Here

TARGET = """
format = 1
name = "small"
summary = "A target made for a test"

[types]
string = "Text"
integer = "Int"
number = "Num"
boolean = "Bool"
any = "Any"
list = "[{item}]"
map = "{{value}}"
nullable = "{inner}?"

[[files]]
template = "all.txt.j2"
path = "{package}.txt"
"""


def write_target(
    here: Here, more: str = "", template: str = "{{ package.name }}\n", folder: str = "my/target"
) -> None:
    """A target in a folder, with lines more in its manifest than the small one has."""
    here.write(f"{folder}/target.toml", TARGET + more)
    here.write(f"{folder}/templates/all.txt.j2", template)
