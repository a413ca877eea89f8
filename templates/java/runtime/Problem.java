package specloom.runtime;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a document is not what its type says.
 *
 * @param pointer a JSON pointer to the place
 * @param expected what the spec allows there
 * @param found what is there
 */
public record Problem(String pointer, String expected, String found) {
  @Override
  public String toString() {
    String place = pointer.isEmpty() ? "the document" : pointer;
    return place + ": expected " + expected + ", found " + found;
  }

  static String list(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
  }
}
