package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of text and what they continue: looked up first, appended when all of them have their
 * place. Deltas in a row look up the same members, so what was found is kept until something else
 * changes them.
 */
public final class Texts {
  /** What a member holds, looked up after other members. */
  private static final class Look {
    private Grown holder;
    private String name;
    private Object slot;
    private Look next;
  }

  private record Continued(GrownText text, String piece) {}

  private Look first = new Look();
  private Look look = first;

  /** The text that is continued and its piece; further ones are rare. */
  private GrownText text;

  private String piece;
  private final List<Continued> more = new ArrayList<>();

  Texts() {}

  /** What a member holds. Names are constants of the program, and so told by identity. */
  @SuppressWarnings("ReferenceEquality")
  private Object slot(Grown holder, String name) {
    Look here = look;
    if (here.holder != holder || here.name != name) {
      here.holder = holder;
      here.name = name;
      here.slot = holder.members.get(name);
      if (here.next == null) {
        here.next = new Look();
      }
    }
    look = here.next;
    return here.slot;
  }

  /** The object in a member, if a delta has touched it; else null. */
  public Grown part(Grown holder, String name) {
    return slot(holder, name) instanceof Grown part ? part : null;
  }

  /** The entry of a list with a number for its key, if a delta has touched it; else null. */
  public Grown entry(Grown holder, String name, long key) {
    return slot(holder, name) instanceof Keyed list ? grown(list.find(key)) : null;
  }

  /** The entry of a list with a text for its key, if a delta has touched it; else null. */
  public Grown entry(Grown holder, String name, String key) {
    return slot(holder, name) instanceof Keyed list ? grown(list.find(Keyed.Key.of(key))) : null;
  }

  private static Grown grown(Keyed.Entry entry) {
    return entry != null && entry.slot instanceof Grown part ? part : null;
  }

  /** Whether a member is a certain text. */
  public boolean says(Grown holder, String name, String text) {
    return slot(holder, name) instanceof TextNode there && there.textValue().equals(text);
  }

  /** Whether a member is a certain integer. */
  public boolean says(Grown holder, String name, long number) {
    return slot(holder, name) instanceof JsonNode there
        && (there.isInt() || there.isLong())
        && there.longValue() == number;
  }

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
    if (!(slot(holder, member) instanceof GrownText found)) {
      return false;
    }
    if (text == null) {
      text = found;
      this.piece = piece;
    } else {
      more.add(new Continued(found, piece));
    }
    return true;
  }

  /** The same for text that may be null: null goes the long way. */
  public boolean plan(Grown holder, String member, Field<String> piece) {
    return piece instanceof Field.Value<String> it
        ? plan(holder, member, it.value())
        : piece.isAbsent();
  }

  /** Begins with the next delta. */
  void clear() {
    look = first;
    if (text != null) {
      text = null;
      more.clear();
    }
  }

  /** Something else than text has changed, or may have. */
  void forget() {
    first = new Look();
  }

  void append() {
    if (text != null) {
      text.append(piece);
      more.forEach(one -> one.text().append(one.piece()));
    }
  }

  /** What was appended, and where. */
  List<Appended> appended() {
    if (text == null) {
      return List.of();
    }
    Appended appended = new Appended(text.pointer(), piece);
    if (more.isEmpty()) {
      return List.of(appended);
    }
    List<Appended> all = new ArrayList<>(List.of(appended));
    more.forEach(one -> all.add(new Appended(one.text().pointer(), one.piece())));
    return List.copyOf(all);
  }

  /** The text that is continued, if it is one only; else null. */
  GrownText single() {
    return more.isEmpty() ? text : null;
  }

  /** The length of the piece that continues it. */
  int singleLength() {
    return piece.length();
  }
}
