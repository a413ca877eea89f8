package specloom.runtime;

/** Text that grows; what it comes to is put together when somebody asks. */
final class GrownText {
  private final StringBuilder pieces;
  private final Place at;
  private String whole;
  private String pointer;

  /** Begins with a text, at a place of the first delta that grew it. */
  GrownText(String text, Place at) {
    pieces = new StringBuilder(Math.max(64, 2 * text.length())).append(text);
    whole = text;
    this.at = at;
  }

  void append(String piece) {
    pieces.append(piece);
    if (whole != null) {
      whole = null;
    }
  }

  int length() {
    return pieces.length();
  }

  /** Takes text back. */
  void cut(int length) {
    pieces.setLength(length);
    whole = null;
  }

  /** Where it lies in the snapshot, entries of lists by their keys. */
  String pointer() {
    if (pointer == null) {
      pointer = Place.pointerInSnapshot(at);
    }
    return pointer;
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
