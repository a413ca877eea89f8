package specloom.runtime;

import java.util.Arrays;

/**
 * Pieces of text and what they continue: looked up first, appended when all of them have their
 * place.
 */
public final class Texts {
  private GrownText[] texts = new GrownText[4];
  private String[] pieces = new String[4];
  private int size;

  Texts() {}

  /**
   * Plans to continue the text in a member.
   *
   * @param holder the object that has the member
   * @param piece what is appended; null and nothing append nothing
   * @return whether that can be done
   */
  public boolean plan(Grown holder, String member, String piece) {
    if (piece == null || piece.isEmpty()) {
      return true;
    }
    if (!(holder.members.get(member) instanceof GrownText text)) {
      return false;
    }
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, 2 * size);
      pieces = Arrays.copyOf(pieces, 2 * size);
    }
    texts[size] = text;
    pieces[size++] = piece;
    return true;
  }

  /** The same for text that may be null: null goes the long way. */
  public boolean plan(Grown holder, String member, Field<String> piece) {
    return piece instanceof Field.Value<String> it
        ? plan(holder, member, it.value())
        : piece.isAbsent();
  }

  void clear() {
    size = 0;
  }

  void append() {
    for (int i = 0; i < size; i++) {
      texts[i].append(pieces[i]);
    }
  }

  /** The text that is continued, if it is one only; else null. */
  GrownText single() {
    return size == 1 ? texts[0] : null;
  }

  /** The length of the piece that continues it. */
  int singleLength() {
    return pieces[0].length();
  }
}
