"""What is measured: the generated package, out of this checkout whatever else is installed."""

from __future__ import annotations

import sys

from payloads import ROOT

GENERATED = ROOT / "generated" / "python"

sys.path.insert(0, str(GENERATED))

from threads_api import (  # noqa: E402
    CODECS,
    DeltaError,
    Message,
    MessageAccumulator,
    MessageDeltaEvent,
    Run,
    RunStep,
    RunStepAccumulator,
    RunStepDeltaEvent,
    StreamAccumulator,
    iter_events,
)

__all__ = [
    "CODECS",
    "GENERATED",
    "DeltaError",
    "Message",
    "MessageAccumulator",
    "MessageDeltaEvent",
    "Run",
    "RunStep",
    "RunStepAccumulator",
    "RunStepDeltaEvent",
    "StreamAccumulator",
    "iter_events",
]
