package specloom.runtime;

/** Text that grows; what it comes to is put together when somebody asks. */
final class GrownText {
  private final StringBuilder pieces;
  private String whole;

  GrownText(String text) {
    pieces = new StringBuilder(Math.max(64, 2 * text.length())).append(text);
    whole = text;
  }

  void append(String piece) {
    pieces.append(piece);
    whole = null;
  }

  int length() {
    return pieces.length();
  }

  /** Takes text back. */
  void cut(int length) {
    pieces.setLength(length);
    whole = null;
  }

  /** The text, without putting it together. */
  CharSequence live() {
    return pieces;
  }

  @Override
  public String toString() {
    if (whole == null) {
      whole = pieces.toString();
    }
    return whole;
  }
}
