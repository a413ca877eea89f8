"""Target `python-pydantic`: pydantic v2 models."""

from __future__ import annotations

from specloom.targets.flavours.flavour import COMMON, Flavour, FlavourTarget

TARGET = FlavourTarget(
    Flavour(
        name="python-pydantic",
        summary="a typed Python package of pydantic models (read by pydantic, nothing else)",
        requires=("pydantic>=2.14,<3",),
        settings={
            **COMMON,
            "output_model_type": "pydantic_v2.BaseModel",
            "target_pydantic_version": "2.14",  # the first in which MISSING is no experiment
            "use_missing_sentinel": True,  # absent is MISSING, so that null and absent stay apart
            "use_annotated": True,  # bounds and discriminators as types, so that aliases may carry them
            "use_attribute_docstrings": True,  # descriptions as docstrings, which pydantic reads too
            "use_field_description": True,  # and they are written there once
            "generate_schema_validators": True,  # conditional rules of records
        },
        unknown_variants=True,
        unknown_values=True,
        taken=frozenset(
            [
                "Annotated",
                "BaseModel",
                "ClassVar",
                "ConfigDict",
                "Field",
                "MISSING",
                "RootModel",
                "StringConstraints",
                "TypeAliasType",
            ]
        ),
    )
)
