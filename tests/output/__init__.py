"""Proofs of the only writer."""
