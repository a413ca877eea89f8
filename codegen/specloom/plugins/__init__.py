"""Targets of other people: found in folders, in programs and among what is installed, and never trusted."""
