package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A slot holds a JSON value that nobody changes, or what deltas act on: a {@link Grown} object, a
 * {@link Keyed} list, a {@link GrownText}. No slot at all, null, is absent.
 */
final class Slots {
  private Slots() {}

  /** Whether a slot is absent or null. */
  static boolean isNothing(Object slot) {
    return slot == null || slot instanceof JsonNode json && json.isNull();
  }

  static boolean isText(Object slot) {
    return slot instanceof TextNode || slot instanceof GrownText;
  }

  static boolean isList(Object slot) {
    return slot instanceof ArrayNode || slot instanceof Keyed;
  }

  static boolean isObject(Object slot) {
    return slot instanceof ObjectNode || slot instanceof Grown;
  }

  /** A slot as JSON, nothing completed. */
  static JsonNode plain(Object slot) {
    return show(slot, false);
  }

  /** A slot as a snapshot shows it: objects that deltas made are completed. */
  static JsonNode view(Object slot) {
    return show(slot, true);
  }

  private static JsonNode show(Object slot, boolean isCompleted) {
    if (slot instanceof JsonNode given) {
      return given;
    }
    if (slot instanceof GrownText text) {
      return TextNode.valueOf(text.toString());
    }
    if (slot instanceof Keyed list) {
      ArrayNode items = Json.NODES.arrayNode(list.entries.size());
      for (Keyed.Entry entry : list.entries) {
        items.add(show(entry.slot, isCompleted));
      }
      return items;
    }
    Grown grown = (Grown) slot;
    ObjectNode object = Json.object();
    grown.members.forEach((name, part) -> object.set(name, show(part, isCompleted)));
    return isCompleted && grown.made != null ? grown.made.complete(object) : object;
  }

  /** A composed slot as a delta: entries with their keys. */
  static JsonNode spell(Object slot) {
    if (slot instanceof Grown grown) {
      ObjectNode object = Json.object();
      grown.members.forEach((name, part) -> object.set(name, spell(part)));
      return object;
    }
    if (slot instanceof Keyed list) {
      ArrayNode items = Json.NODES.arrayNode(list.entries.size());
      for (Keyed.Entry entry : list.entries) {
        ObjectNode object = (ObjectNode) spell(entry.slot);
        String name = list.rule.key().get(0);
        if (!object.has(name)) {
          object.set(name, entry.key.json());
        }
        items.add(object);
      }
      return items;
    }
    return plain(slot);
  }
}
