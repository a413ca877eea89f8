package specloom.runtime;

import java.util.Locale;

/** What kind of fault a delta, an event or the end of a stream has. */
public enum DeltaCode {
  /** A value of another kind than declared, or nothing that could grow. */
  INVALID_TYPE,
  /** An entry or an event without a key. */
  MISSING_KEY,
  /** A key that is none. */
  BAD_KEY,
  /** A variant or an event without its tag. */
  MISSING_DISCRIMINATOR,
  /** Another tag than before. */
  VARIANT_CONFLICT,
  /** A tag that this version does not know. */
  UNKNOWN_VARIANT,
  /** Another value for a member that keeps its first. */
  CONFLICT,
  /** A list in which entries are missing at the end. */
  INDEX_GAP,
  /** An event for an object that has not begun. */
  UNKNOWN_TARGET,
  /** An object that begins twice. */
  DUPLICATE_TARGET,
  /** An event for an object that is final. */
  CLOSED,
  /** An event after the end of the stream. */
  AFTER_DONE,
  /** A stream that stops before its end. */
  TRUNCATED,
  /** A difference that no delta expresses. */
  INEXPRESSIBLE,
  /** An event of a name that this version does not know: a diagnostic only, never an error. */
  UNKNOWN_EVENT;

  /** The code as all languages spell it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
