"""Targets `python-pydantic`, `python-msgspec` and `python-typeddict`: the models alone, as others write them.

They are made from the bundle by datamodel-code-generator, through its documented `generate()`, in this
process. A flavour is data: how it reads the spec and which options it passes on. What it cannot express is
said in the README it comes with, and proved by a table of witnesses in the tests.
"""
