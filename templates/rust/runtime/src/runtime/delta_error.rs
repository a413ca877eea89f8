//! Why a delta or an event does not fit what was gathered.

use std::fmt;

/// What kind of fault a [`DeltaError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeltaCode {
    /// A value of another kind than declared, or nothing that could be grown.
    InvalidType,
    /// An entry or an event without its key.
    MissingKey,
    /// A key that is none.
    BadKey,
    /// A variant or an event without its tag.
    MissingDiscriminator,
    /// Another tag than before.
    VariantConflict,
    /// A tag that this version does not know.
    UnknownVariant,
    /// Another value for a member that is said once.
    Conflict,
    /// A gap in a list that should have none.
    IndexGap,
    /// A delta for an object that has not begun.
    UnknownTarget,
    /// An object that begins twice.
    DuplicateTarget,
    /// A delta for an object that is final.
    Closed,
    /// An event after the end.
    AfterDone,
    /// The end is missing.
    Truncated,
    /// No delta leads there.
    Inexpressible,
    /// An event that this version does not know: recorded, never an error.
    UnknownEvent,
}

impl DeltaCode {
    /// The code as every language spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidType => "invalid_type",
            Self::MissingKey => "missing_key",
            Self::BadKey => "bad_key",
            Self::MissingDiscriminator => "missing_discriminator",
            Self::VariantConflict => "variant_conflict",
            Self::UnknownVariant => "unknown_variant",
            Self::Conflict => "conflict",
            Self::IndexGap => "index_gap",
            Self::UnknownTarget => "unknown_target",
            Self::DuplicateTarget => "duplicate_target",
            Self::Closed => "closed",
            Self::AfterDone => "after_done",
            Self::Truncated => "truncated",
            Self::Inexpressible => "inexpressible",
            Self::UnknownEvent => "unknown_event",
        }
    }

    pub(crate) fn is_conflict(self) -> bool {
        matches!(self, Self::Conflict | Self::VariantConflict)
    }
}

impl fmt::Display for DeltaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a delta or an event does not fit what was gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeltaError {
    /// What kind of fault it is.
    pub code: DeltaCode,
    /// Where: in the delta, in streams in the event, for gaps and differences in the snapshot; a JSON pointer.
    pub pointer: String,
    /// The id of the object in a stream.
    pub target: Option<String>,
    /// The position of the delta or of the event, counted from 0.
    pub index: Option<usize>,
}

impl DeltaError {
    pub(crate) fn new(code: DeltaCode, pointer: impl Into<String>) -> Self {
        Self {
            code,
            pointer: pointer.into(),
            target: None,
            index: None,
        }
    }
}

impl fmt::Display for DeltaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:?}", self.code, self.pointer)?;
        if let Some(index) = self.index {
            write!(f, " (number {index})")?;
        }
        if let Some(target) = &self.target {
            write!(f, " of {target:?}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DeltaError {}
