package specloom.runtime;

/** A delta or an event does not fit what was gathered; nothing was changed. */
public final class DeltaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  DeltaException(Diagnostic diagnostic) {
    super(diagnostic.toString());
    this.diagnostic = diagnostic;
  }

  /** What kind of fault it is. */
  public DeltaCode code() {
    return diagnostic.code();
  }

  /** A JSON pointer to the fault. */
  public String pointer() {
    return diagnostic.pointer();
  }

  /** The position of the delta or event, counted from 0; -1 where there is none. */
  public int index() {
    return diagnostic.index();
  }

  /** All of it. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
