"""Target `python-typeddict`: dictionaries with types."""

from __future__ import annotations

from specloom.targets.flavours.flavour import COMMON, Flavour, FlavourTarget

TARGET = FlavourTarget(
    Flavour(
        name="python-typeddict",
        summary="a typed Python package of TypedDicts (types for plain dictionaries, no code that runs)",
        requires=("typing-extensions>=4.13",),
        settings={
            **COMMON,
            "output_model_type": "typing.TypedDict",
            "use_field_description": True,  # a docstring below each member
            "use_closed_typed_dict": True,  # what the spec closes is closed (PEP 728)
            # The standard library's TypedDict knows no `closed`, and pydantic takes this one before 3.12.
            "import_overrides": {"typing.TypedDict": "typing_extensions.TypedDict"},
        },
        unknown_variants=False,  # a variant whose tag is any text would keep checkers from telling the others
        unknown_values=True,
        taken=frozenset(["Annotated", "NotRequired", "TypedDict"]),
        # Written as they are, where nobody would see them: controls, and what hides or turns text around.
        unnameable=r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]",
    )
)
