package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object that deltas act on: a slot for every member that is there. */
final class Grown {
  final Map<String, Object> members = new LinkedHashMap<>();

  /** What completes it in snapshots; null if it was given. */
  Shape made;

  Grown() {}

  Grown(Shape made) {
    this.made = made;
  }

  /** A given object; its values are never changed in place. */
  Grown(ObjectNode given) {
    for (Iterator<Map.Entry<String, JsonNode>> all = given.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> member = all.next();
      members.put(member.getKey(), member.getValue());
    }
  }

  /** A slot as an object that deltas act on, or null if it is none. */
  static Grown lift(Object slot) {
    if (slot instanceof Grown grown) {
      return grown;
    }
    return slot instanceof ObjectNode given ? new Grown(given) : null;
  }

  /** What lies one step into a slot: a member, or the entry under a key. */
  static Object step(Object slot, String name) {
    if (slot instanceof Grown grown) {
      return grown.members.get(name);
    }
    if (slot instanceof Keyed list) {
      for (Keyed.Entry entry : list.entries) {
        if (entry.key.toString().equals(name)) {
          return entry.slot;
        }
      }
      return null;
    }
    if (slot instanceof JsonNode json) {
      JsonNode inner = json.isArray() && isPosition(name) ? json.get(Integer.parseInt(name)) : null;
      return json.isArray() ? inner : json.get(name);
    }
    return null;
  }

  private static boolean isPosition(String name) {
    return name.matches("0|[1-9][0-9]{0,8}");
  }
}
