package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How one member of a delta acts on its snapshot.
 *
 * @param member its name in the delta
 * @param into its name in the snapshot
 * @param rule what it does
 * @param ifNull what null does
 * @param mine what it is in the delta
 * @param theirs what it is in the snapshot
 * @param isRequired whether the delta must have it
 * @param key the members that may name an entry, for lists by key
 * @param hasTextKey whether keys are texts
 * @param hasOwnKey whether the snapshot's items declare the key
 * @param isDense whether keys must run from 0 without gaps
 * @param record how the object, or each entry, is merged
 * @param union the same for a tagged union
 * @param path where in the snapshot it acts, if it carries an address
 * @param isRaw whether the snapshot holds the parsed value of the text gathered
 */
record MemberRule(
    String member,
    String into,
    Rule rule,
    NullRule ifNull,
    Shape mine,
    Shape theirs,
    boolean isRequired,
    List<String> key,
    boolean hasTextKey,
    boolean hasOwnKey,
    boolean isDense,
    RecordRules record,
    UnionRules union,
    List<Step> path,
    boolean isRaw) {
  enum Rule {
    APPEND,
    REPLACE,
    ONCE,
    MERGE,
    SUM,
    SKIP
  }

  enum NullRule {
    KEEP,
    SET,
    REMOVE
  }

  /** A member of the snapshot, or an entry under the key that a member of the delta holds. */
  record Step(String name, boolean isEntry) {}

  /** The rule of lists that are only ever addressed. */
  static final MemberRule POSITIONS =
      new MemberRule(
          "",
          "",
          Rule.MERGE,
          NullRule.KEEP,
          Shape.ANYTHING,
          Shape.ANYTHING,
          false,
          List.of(),
          false,
          false,
          true,
          null,
          null,
          null,
          false);

  private static final long LARGEST_KEY = (1L << 53) - 1;

  /** Whether what does nothing must be there all the same. */
  boolean mustBeSaid() {
    return isRequired && (rule == Rule.APPEND || rule == Rule.MERGE);
  }

  /** The same rule, acting on another member. */
  MemberRule moved(String name) {
    return new MemberRule(
        member,
        name,
        rule,
        ifNull,
        mine,
        theirs,
        isRequired,
        key,
        hasTextKey,
        hasOwnKey,
        isDense,
        record,
        union,
        path,
        isRaw);
  }

  /** The rule by which the delta acts on another delta: the way deltas are composed. */
  MemberRule mirrored() {
    return new MemberRule(
        member,
        member,
        rule,
        ifNull == NullRule.REMOVE ? NullRule.SET : ifNull,
        mine,
        mine,
        isRequired,
        key,
        hasTextKey,
        hasOwnKey,
        isDense,
        record == null ? null : record.mirror(),
        union == null ? null : union.mirror(),
        path,
        isRaw);
  }

  /** A value as a key, or null if it is no legal one. */
  static Keyed.Key legalKey(JsonNode value, boolean isText) {
    if (isText) {
      return value.isTextual() ? Keyed.Key.of(value.textValue()) : null;
    }
    if (value.isNumber() && Json.isInteger(value)) {
      try {
        long number = Read.integer(value);
        return number >= 0 && number <= LARGEST_KEY ? Keyed.Key.of(number) : null;
      } catch (Misfit misfit) {
        return null;
      }
    }
    return null;
  }

  /** The name of the key member that an entry has, or null. */
  String keyName(JsonNode entry) {
    for (String name : key) {
      if (entry.has(name)) {
        return name;
      }
    }
    return null;
  }

  /**
   * Given items have their own keys where the snapshot declares keys, all are sound and in order;
   * otherwise their positions.
   */
  Keyed given(JsonNode items) {
    Keyed list = new Keyed(this);
    List<Keyed.Key> own = hasOwnKey ? ownKeys(items) : null;
    for (int i = 0; i < items.size(); i++) {
      list.insert(i, own == null ? Keyed.Key.of(i) : own.get(i), items.get(i));
    }
    return list;
  }

  private List<Keyed.Key> ownKeys(JsonNode items) {
    List<Keyed.Key> own = new ArrayList<>(items.size());
    Set<String> seen = new HashSet<>();
    for (JsonNode item : items) {
      String name = item.isObject() ? keyName(item) : null;
      Keyed.Key one = name == null ? null : legalKey(item.get(name), hasTextKey);
      if (one == null) {
        return null;
      }
      boolean isFresh =
          one.isText()
              ? seen.add(one.text())
              : own.isEmpty() || own.get(own.size() - 1).number() < one.number();
      if (!isFresh) {
        return null;
      }
      own.add(one);
    }
    return own;
  }

  /** A slot as a list by key; null if it is something else. An absent one is a new list. */
  Keyed listOf(Object slot) {
    if (Slots.isNothing(slot)) {
      return new Keyed(this);
    }
    if (slot instanceof Keyed list) {
      return list;
    }
    return slot instanceof ArrayNode items ? given(items) : null;
  }
}
