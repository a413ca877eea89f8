package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * An object that deltas grow, and what was found in it last: deltas in a row look for the same. It
 * is good for as long as nothing changes but texts that grow.
 */
public final class Spot {
  private static final int NO_KEY = -1;

  private final Grown object;

  /** The part that was found last, its member and, for an entry of a list, its key. */
  private Spot part;

  private String partName;
  private long partKey = NO_KEY;
  private String partTextKey;

  /** What a member was found to say. */
  private String said;

  private String saidName;

  /** The text that was found last. */
  private GrownText text;

  private String textName;

  Spot(Grown object) {
    this.object = object;
  }

  boolean isOf(Grown other) {
    return object == other;
  }

  // Names of members are constants of the program, and so told by identity.

  /** The object in a member, if a delta has touched it; else null. */
  @SuppressWarnings("ReferenceEquality")
  public Spot part(String name) {
    if (partName == name && partKey == NO_KEY && partTextKey == null) {
      return part;
    }
    return found(name, NO_KEY, null, object.members.get(name));
  }

  /** The entry of a list with a number for its key, if a delta has touched it; else null. */
  @SuppressWarnings("ReferenceEquality")
  public Spot entry(String name, long key) {
    if (partName == name && partKey == key && key >= 0) {
      return part;
    }
    Keyed.Entry entry = object.members.get(name) instanceof Keyed list ? list.find(key) : null;
    return entry == null ? null : found(name, key, null, entry.slot);
  }

  /** The entry of a list with a text for its key, if a delta has touched it; else null. */
  @SuppressWarnings("ReferenceEquality")
  public Spot entry(String name, String key) {
    if (partName == name && partTextKey != null && partTextKey.equals(key)) {
      return part;
    }
    Keyed.Entry entry =
        object.members.get(name) instanceof Keyed list ? list.find(Keyed.Key.of(key)) : null;
    return entry == null ? null : found(name, NO_KEY, key, entry.slot);
  }

  private Spot found(String name, long key, String textKey, Object slot) {
    if (!(slot instanceof Grown grown)) {
      return null;
    }
    part = new Spot(grown);
    partName = name;
    partKey = key;
    partTextKey = textKey;
    return part;
  }

  /** Whether a member is a certain text. */
  @SuppressWarnings("ReferenceEquality")
  public boolean says(String name, String wanted) {
    if (saidName == name && said == wanted) {
      return true;
    }
    if (!(object.members.get(name) instanceof TextNode there)
        || !there.textValue().equals(wanted)) {
      return false;
    }
    saidName = name;
    said = wanted;
    return true;
  }

  /** Whether a member is a certain integer. */
  public boolean says(String name, long wanted) {
    return object.members.get(name) instanceof JsonNode there
        && (there.isInt() || there.isLong())
        && there.longValue() == wanted;
  }

  /** The text in a member that deltas grow, or null. */
  @SuppressWarnings("ReferenceEquality")
  GrownText text(String name) {
    if (textName != name) {
      text = object.members.get(name) instanceof GrownText grown ? grown : null;
      textName = name;
    }
    return text;
  }
}
