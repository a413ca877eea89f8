package specloom.runtime;

import java.util.List;

/** An object is not what the spec allows to send. */
public final class EncodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  EncodeException(List<Problem> problems) {
    super("cannot encode: " + Problem.list(problems));
    this.problems = List.copyOf(problems);
  }

  /** Everything that the spec forbids. */
  public List<Problem> problems() {
    return problems;
  }
}
