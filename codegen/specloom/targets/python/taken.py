"""Names that are taken: whatever is made from a spec makes way for them with an underscore.

Every name that a generated package uses and does not take from its spec stands here, by what it would clash
with. Whoever adds one to a template or a runtime file adds it here, and to tests/cases/names_obstacle_course.
"""

from __future__ import annotations

from collections.abc import Mapping
from keyword import kwlist

EXPORTS: Mapping[str, tuple[str, ...]] = {
    "_algebra": ("chunk", "compose", "diff", "merge"),
    "_codec": ("Codec",),
    "_delta_error": ("DeltaError", "Diagnostic"),
    "_operations": ("Operation",),
    "_problems": ("DecodeError", "EncodeError", "Problem"),
    "_record": ("Record",),
    "_sse": ("ServerSentEvent", "SseReader"),
    "_stream_state": ("Change",),
    "_values": ("UNSET", "UnknownVariant", "UnsetType"),
}
"""What the runtime files of a generated package export."""

# fmt: off
# Listed rather than taken from `builtins`, so that no output depends on the version that runs specloom.
_BUILTIN_TYPES = frozenset([
    "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BaseExceptionGroup",
    "BlockingIOError", "BrokenPipeError", "BufferError", "BytesWarning", "ChildProcessError",
    "ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError",
    "DeprecationWarning", "EOFError", "Ellipsis", "EncodingWarning", "EnvironmentError", "Exception",
    "ExceptionGroup", "False", "FileExistsError", "FileNotFoundError", "FloatingPointError", "FutureWarning",
    "GeneratorExit", "IOError", "ImportError", "ImportWarning", "IndentationError", "IndexError",
    "InterruptedError", "IsADirectoryError", "KeyError", "KeyboardInterrupt", "LookupError", "MemoryError",
    "ModuleNotFoundError", "NameError", "None", "NotADirectoryError", "NotImplemented",
    "NotImplementedError", "OSError", "OverflowError", "PendingDeprecationWarning", "PermissionError",
    "ProcessLookupError", "PythonFinalizationError", "RecursionError", "ReferenceError", "ResourceWarning",
    "RuntimeError", "RuntimeWarning", "StopAsyncIteration", "StopIteration", "SyntaxError", "SyntaxWarning",
    "SystemError", "SystemExit", "TabError", "TimeoutError", "True", "TypeError", "UnboundLocalError",
    "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError", "UnicodeTranslateError", "UnicodeWarning",
    "UserWarning", "ValueError", "Warning", "WindowsError", "ZeroDivisionError",
])

TYPES = _BUILTIN_TYPES.union(*EXPORTS.values(), [
    "CODECS", "OPERATIONS",  # of the package
    "Any", "Final", "Literal", "TYPE_CHECKING", "TypeAlias",  # in modules of models
    "Surprise", "Variants", "U",  # in modules under `_wire`
    "AsyncIterable", "AsyncIterator", "Codecs", "EventReader", "Iterable", "Iterator", "Mapping",  # in others
    "StreamAccumulator",
])
"""What no class or alias may be called."""

FIELDS = frozenset([
    *kwlist,
    "decode", "encode", "from_json", "problems", "residue", "to_json",  # members of Record
    "bool", "dict", "float", "int", "list", "str",  # would hide the builtins of later annotations
    "classmethod", "property", "staticmethod",  # and the decorators of methods woven in
    "self",
])
"""What no attribute may be called."""

MODULES = frozenset([
    *kwlist,
    "accumulators", "codecs", "event_streams", "operations", "streams",
    "chunk", "compose", "diff", "events", "merge",  # functions of the package itself
])
"""What no module of models may be called."""
# fmt: on
