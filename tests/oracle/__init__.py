"""A slow, plain reading of the merge rules, kept apart from everything that is generated.

It works from the IR's `Delta` and `Stream` and the records' types alone: JSON in, JSON out, every value
copied, nothing shared, nothing clever. `tests/vectors/README.md` is the contract; what disagrees with it
here is a bug.
"""
