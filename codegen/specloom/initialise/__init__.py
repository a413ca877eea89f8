"""What `specloom init` puts into somebody else's repository. Looks and proposes; writes nothing.

Roads not taken: asking questions (a script cannot answer them, and every answer can be changed in the files);
adding lines to files of other people (nobody reads a file before and after the same way as its owner);
a copy of the tool in the repository (a pinned version says the same in one line).
"""

from __future__ import annotations

from specloom.initialise.advice import Advice, advise
from specloom.initialise.files import Package, Wishes, print_schema, write_files
from specloom.initialise.repository import Repository, look

__all__ = [
    "Advice",
    "Package",
    "Repository",
    "Wishes",
    "advise",
    "look",
    "print_schema",
    "write_files",
]
