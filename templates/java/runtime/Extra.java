package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the components of an object cannot hold: members that this version does not know and, after
 * lenient reading, members whose value did not fit (as they came) or that were missing though
 * required. A component that was set since wins.
 */
public final class Extra {
  /** Nothing. */
  public static final Extra NONE = new Extra(Map.of());

  private final Map<String, JsonNode> members;

  private Extra(Map<String, JsonNode> members) {
    this.members = members;
  }

  static Extra of(Map<String, JsonNode> members) {
    return members.isEmpty() ? NONE : new Extra(members);
  }

  /** The mark of required members that are missing. */
  public static Extra missing(String... names) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    for (String name : names) {
      members.put(name, MissingNode.getInstance());
    }
    return of(members);
  }

  /** What is given, or nothing for null. */
  public static Extra orNone(Extra extra) {
    return extra == null ? NONE : extra;
  }

  /** The same with one more member. */
  public Extra with(String name, JsonNode value) {
    Map<String, JsonNode> changed = new LinkedHashMap<>(members);
    changed.put(name, Json.copy(value));
    return new Extra(changed);
  }

  /** The same without a member. */
  public Extra without(String name) {
    if (!members.containsKey(name)) {
      return this;
    }
    Map<String, JsonNode> changed = new LinkedHashMap<>(members);
    changed.remove(name);
    return of(changed);
  }

  /**
   * The members by name; {@link MissingNode} marks one that was missing. Nothing in it is to be
   * changed.
   */
  public Map<String, JsonNode> members() {
    return Collections.unmodifiableMap(members);
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return this == NONE;
  }

  /** The value that stands for a member, or null. */
  JsonNode get(String name) {
    return members.get(name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Extra that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
