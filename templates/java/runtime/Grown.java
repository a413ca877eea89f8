package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object that deltas act on: a slot for every member that is there. Generated code looks up in
 * it what deltas have touched before, to continue texts the short way.
 */
public final class Grown {
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

  /** The object in a member, if a delta has touched it; else null. */
  public Grown part(String name) {
    return members.get(name) instanceof Grown part ? part : null;
  }

  /** The entry of a list with a number for its key, if a delta has touched it; else null. */
  public Grown entry(String name, long key) {
    if (members.get(name) instanceof Keyed list) {
      Keyed.Entry entry = list.find(key);
      return entry != null && entry.slot instanceof Grown part ? part : null;
    }
    return null;
  }

  /** The entry of a list with a text for its key, if a delta has touched it; else null. */
  public Grown entry(String name, String key) {
    if (members.get(name) instanceof Keyed list) {
      Keyed.Entry entry = list.find(Keyed.Key.of(key));
      return entry != null && entry.slot instanceof Grown part ? part : null;
    }
    return null;
  }

  /** Whether a member is a certain text. */
  public boolean is(String name, String text) {
    return members.get(name) instanceof TextNode there && there.textValue().equals(text);
  }

  /** Whether a member is a certain integer. */
  public boolean is(String name, long number) {
    return members.get(name) instanceof JsonNode there
        && (there.isInt() || there.isLong())
        && there.longValue() == number;
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
