package specloom.runtime;

/** What happens to what the spec does not allow. */
public enum Mode {
  /** The smallest unit at fault is kept as it came (reading) or skipped and recorded (merging). */
  LENIENT,
  /** An exception names everything that is wrong, and nothing is changed. */
  STRICT
}
