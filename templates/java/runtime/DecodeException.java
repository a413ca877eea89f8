package specloom.runtime;

import java.util.List;

/** A document is not what its type says, or no JSON at all. */
public final class DecodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  DecodeException(List<Problem> problems) {
    super("cannot decode: " + Problem.list(problems));
    this.problems = List.copyOf(problems);
  }

  DecodeException(String reason, Throwable cause) {
    super("cannot decode: " + reason, cause);
    this.problems = List.of();
  }

  /** Everything that is wrong; nothing where the text is no JSON. */
  public List<Problem> problems() {
    return problems;
  }
}
