"""Payloads made up from what a spec means: good ones for every type, and bad ones wrong in one place.

Always the same for the same spec, so that they can be committed. For people who test decoders of their own.
"""

from __future__ import annotations

from specloom.samples.bad import Mutant, mutants_of
from specloom.samples.good import Sample, samples_of

__all__ = ["Mutant", "Sample", "mutants_of", "samples_of"]
