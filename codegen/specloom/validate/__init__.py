"""Validation of payloads against a spec: verdicts by jsonschema-rs on the bundle, reasons by the IR.

    inputs -> work -> files -> check -> judge
                        |         |       +-- explain, stream
              opening, sse        +---------- parsing, telling

`session` runs all of it; `memory` keeps what is known of a spec between runs. Nothing here is imported before
the verb needs it.
"""
