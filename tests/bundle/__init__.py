"""Proofs of the bundle: standard words only, the same verdict from every validator, openness spelled out."""
