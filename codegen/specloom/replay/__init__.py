"""Folding recorded streams of any spec, with the accumulators that are generated from it."""
