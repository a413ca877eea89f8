"""Words that the names of a spec must not be in Rust."""

from __future__ import annotations

# fmt: off
KEYWORDS = frozenset([
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
    "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized",
    "use", "virtual", "where", "while", "yield",
])
# fmt: on
"""Words that can be names when they are written `r#so`."""

NEVER = frozenset(["self", "Self", "super", "crate", "_", ""])
"""Words that cannot be names in any way."""

# fmt: off
TYPES = frozenset([
    # What every file of Rust knows,
    "AsMut", "AsRef", "Box", "Clone", "Copy", "Debug", "Default", "DoubleEndedIterator", "Drop",
    "Eq", "Err", "ExactSizeIterator", "Extend", "Fn", "FnMut", "FnOnce", "From", "FromIterator",
    "Future", "Hash", "Into", "IntoFuture", "IntoIterator", "Iterator", "None", "Ok", "Option",
    "Ord", "PartialEq", "PartialOrd", "Result", "Send", "Sized", "Some", "String", "Sync",
    "ToOwned", "ToString", "TryFrom", "TryInto", "Unpin", "Vec",
    # what the models know of libraries,
    "BTreeMap", "Deserialize", "Deserializer", "Serialize", "Serializer", "Value",
    # what the crate exports,
    "Accumulator", "Appended", "Codec", "CODECS", "DecodeError", "DeltaCode", "DeltaError",
    "EncodeError", "EventReader", "Extra", "Gathered", "JsonDelta", "JsonModel", "Mode",
    "Operation", "OPERATIONS", "Patch", "Problem", "ServerSentEvent", "ServerSentEvents",
    "StreamChange",
    # and what its own modules name.
    "Action", "Found", "Gathering", "Literal", "Out", "RecordRules", "Shape", "Spot",
    "StreamRules", "TargetRules", "Wire",
])
# fmt: on
"""What a type of a spec may not be called."""
