package specloom.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * The texts that a delta continues. They grow at once, and are cut back if the delta turns out to
 * do something else. Where they are is kept from one delta to the next, until something else
 * changes; what does not change is not stored again, since storing a reference costs as much as
 * looking it up.
 */
public final class Texts {
  /** A text, and where in it the piece of the delta begins and ends. */
  private record Continued(GrownText text, int from, int to) {
    Appended told() {
      return new Appended(text.pointer(), text.live().subSequence(from, to).toString());
    }
  }

  private Spot root;

  /** The text that is continued, if any is; further ones are rare. */
  private GrownText text;

  private int from;
  private int to;
  private boolean isContinued;
  private final List<Continued> more = new ArrayList<>();

  Texts() {}

  /** Where an object is looked into that deltas grow. */
  Spot at(Grown object) {
    if (root == null || !root.isOf(object)) {
      root = new Spot(object);
    }
    return root;
  }

  /**
   * Continues the text in a member, if it is there.
   *
   * @param holder the object that has the member
   * @param piece what is appended; null and nothing append nothing
   * @return whether that could be done
   */
  public boolean append(Spot holder, String member, String piece) {
    if (piece == null || piece.isEmpty()) {
      return true;
    }
    GrownText found = holder.text(member);
    if (found == null) {
      return false;
    }
    int length = found.length();
    found.append(piece);
    if (isContinued) {
      more.add(new Continued(found, length, found.length()));
      return true;
    }
    if (text != found) {
      text = found;
    }
    from = length;
    to = found.length();
    isContinued = true;
    return true;
  }

  /** The same for text that may be null: null goes the long way. */
  public boolean append(Spot holder, String member, Field<String> piece) {
    return piece instanceof Field.Value<String> it
        ? append(holder, member, it.value())
        : piece.isAbsent();
  }

  /** Begins with the next delta. */
  void clear() {
    isContinued = false;
    if (!more.isEmpty()) {
      more.clear();
    }
  }

  /** Cuts off what the delta has appended. */
  void takeBack() {
    for (int i = more.size() - 1; i >= 0; i--) {
      more.get(i).text().cut(more.get(i).from());
    }
    if (isContinued) {
      text.cut(from);
    }
    clear();
  }

  /** Something else than text has changed, or may have. */
  void forget() {
    root = null;
  }

  /** What was appended, and where. */
  List<Appended> appended() {
    if (!isContinued) {
      return List.of();
    }
    Appended first = new Continued(text, from, to).told();
    if (more.isEmpty()) {
      return List.of(first);
    }
    List<Appended> all = new ArrayList<>(List.of(first));
    more.forEach(one -> all.add(one.told()));
    return List.copyOf(all);
  }

  /** The text that is continued, if it is one only; else null. */
  GrownText single() {
    return isContinued && more.isEmpty() ? text : null;
  }

  /** Where in it the piece begins. */
  int singleFrom() {
    return from;
  }
}
