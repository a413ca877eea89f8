"""Proofs of `specloom validate` and `specloom samples`."""
