"""What black is told of the layout."""

from __future__ import annotations

LINE_LENGTH = 100
