"""Proofs of `specloom init`: what it puts into somebody else's repository."""
