"""Proofs of the command."""
