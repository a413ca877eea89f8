package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The smallest delta that leads from one snapshot to another. */
final class Difference {
  private Difference() {}

  /** The delta; the exception names the first place that no delta leads to. */
  static ObjectNode between(RecordRules rules, JsonNode before, JsonNode after) {
    if (before instanceof ObjectNode first && after instanceof ObjectNode second) {
      return (ObjectNode) Json.copy(ofRecord(rules, first, second, null));
    }
    throw inexpressible(null);
  }

  private static DeltaException inexpressible(Place at) {
    return new DeltaException(Diagnostic.at(DeltaCode.INEXPRESSIBLE, at));
  }

  private static ObjectNode ofRecord(
      RecordRules rules, ObjectNode before, ObjectNode after, Place at) {
    ObjectNode said = Json.object();
    Set<String> grows = new HashSet<>();
    Set<String> declared = new HashSet<>();
    for (MemberRule rule : rules.members()) {
      declared.add(rule.member());
      if (rule.rule() == MemberRule.Rule.SKIP || rule.path() != null) {
        continue;
      }
      grows.add(rule.into());
      Place here = Place.member(at, rule.into());
      JsonNode part = ofMember(rule, before.get(rule.into()), after.get(rule.into()), here);
      if (part != null) {
        said.set(rule.member(), part);
      } else if (rule.mustBeSaid()) {
        said.set(rule.member(), nothing(rule));
      }
    }
    for (String name : names(before, after)) {
      if (grows.contains(name)) {
        continue;
      }
      Place here = Place.member(at, name);
      JsonNode part = ofOther(before.get(name), after.get(name), here);
      if (part != null) {
        if (declared.contains(name)) {
          throw inexpressible(here);
        }
        said.set(name, part);
      }
    }
    return said;
  }

  private static Set<String> names(ObjectNode before, ObjectNode after) {
    Set<String> names = new TreeSet<>(Json.BY_CODE_POINT);
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode nothing(MemberRule rule) {
    if (rule.mine().kind == Shape.Kind.LIST) {
      return Json.NODES.arrayNode();
    }
    return rule.rule() == MemberRule.Rule.MERGE ? Json.object() : Write.text("");
  }

  private static boolean isNothing(JsonNode value) {
    return value == null || value.isNull();
  }

  /** The value of a member that deltas do not declare; null where nothing has to be said. */
  private static JsonNode ofOther(JsonNode before, JsonNode after, Place at) {
    if (Json.equal(before, after)) {
      return null;
    }
    if (after == null || after.isNull() && before != null) {
      throw inexpressible(at);
    }
    return after;
  }

  private static JsonNode ofMember(MemberRule rule, JsonNode before, JsonNode after, Place at) {
    if (Json.equal(before, after)) {
      return null;
    }
    if (after == null) {
      if (rule.ifNull() == MemberRule.NullRule.REMOVE) {
        return Json.NODES.nullNode();
      }
      throw inexpressible(at);
    }
    if (after.isNull()) {
      boolean isSet =
          switch (rule.ifNull()) {
            case KEEP -> before == null;
            case SET -> true;
            case REMOVE -> false;
          };
      if (isSet && rule.mine().takesNull()) {
        return after;
      }
      throw inexpressible(at);
    }
    if (!rule.mine().fits(after)) {
      throw inexpressible(at);
    }
    return switch (rule.rule()) {
      case MERGE -> ofParts(rule, before, after, at);
      case APPEND -> ofAppended(before, after, at);
      case SUM -> isNothing(before) ? after : ofSum(before, after);
      case ONCE -> {
        if (!isNothing(before) && !(before.isTextual() && before.textValue().isEmpty())) {
          throw inexpressible(at);
        }
        yield after;
      }
      default -> after;
    };
  }

  private static JsonNode ofSum(JsonNode before, JsonNode after) {
    return before.isNumber() ? Numbers.minus(after, before) : after;
  }

  private static JsonNode ofAppended(JsonNode before, JsonNode after, Place at) {
    boolean isNew = isNothing(before);
    if (after.isTextual() && (isNew || before.isTextual())) {
      String start = isNew ? "" : before.textValue();
      String text = after.textValue();
      if (text.length() > start.length() && text.startsWith(start)) {
        return Write.text(text.substring(start.length()));
      }
    }
    if (after.isArray() && (isNew || before.isArray())) {
      int start = isNew ? 0 : before.size();
      if (after.size() > start && beginsWith(after, before, start)) {
        ArrayNode rest = Json.NODES.arrayNode();
        for (int i = start; i < after.size(); i++) {
          rest.add(after.get(i));
        }
        return rest;
      }
    }
    throw inexpressible(at);
  }

  private static boolean beginsWith(JsonNode items, JsonNode start, int length) {
    for (int i = 0; i < length; i++) {
      if (!Json.equal(items.get(i), start.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode ofParts(MemberRule rule, JsonNode before, JsonNode after, Place at) {
    if (!isNothing(before) && before.getNodeType() != after.getNodeType()) {
      throw inexpressible(at);
    }
    JsonNode said;
    if (after.isArray()) {
      said = ofEntries(rule, isNothing(before) ? Json.NODES.arrayNode() : before, after, at);
    } else {
      ObjectNode given = isNothing(before) ? null : (ObjectNode) before;
      boolean isOpen = rule.record() == null && rule.union() == null;
      said =
          isOpen
              ? ofOpen(rule, given, (ObjectNode) after, at)
              : ofObject(rule, given, (ObjectNode) after, at);
    }
    if (said.isEmpty()) {
      throw inexpressible(at);
    }
    return said;
  }

  /** What an open object says; {@code before} is null for a new one. */
  private static ObjectNode ofOpen(MemberRule rule, ObjectNode before, ObjectNode after, Place at) {
    ObjectNode start = before;
    if (start == null) {
      boolean isRecord = rule.theirs().kind == Shape.Kind.RECORD;
      start = isRecord ? rule.theirs().complete(Json.object()) : Json.object();
    }
    ObjectNode said = Json.object();
    for (String name : names(start, after)) {
      JsonNode part = ofOther(start.get(name), after.get(name), Place.member(at, name));
      if (part != null) {
        said.set(name, part);
      }
    }
    return said;
  }

  /** What an object or a tagged variant says; {@code before} is null for a new one. */
  private static ObjectNode ofObject(
      MemberRule rule, ObjectNode before, ObjectNode after, Place at) {
    if (rule.union() == null) {
      RecordRules rules = rule.record();
      return ofRecord(rules, before == null ? empty(rules) : before, after, at);
    }
    String tagName = rule.union().tag;
    JsonNode tag = after.get(tagName);
    RecordRules rules = tag == null ? null : rule.union().variants.get(tag.textValue());
    boolean isOther =
        before != null && before.has(tagName) && !Json.equal(before.get(tagName), tag);
    if (rules == null || isOther) {
      throw inexpressible(Place.member(at, tagName));
    }
    ObjectNode said = ofRecord(rules, before == null ? empty(rules) : before, after, at);
    if (!said.has(tagName)) {
      said.set(tagName, tag);
    }
    return said;
  }

  private static ObjectNode empty(RecordRules rules) {
    return rules.snapshot.complete(Json.object());
  }

  /** What a list says: its entries that changed, each with its key. */
  private static ArrayNode ofEntries(MemberRule rule, JsonNode before, JsonNode after, Place at) {
    Keyed was = rule.given(before);
    Keyed now = rule.given(after);
    ArrayNode said = Json.NODES.arrayNode();
    for (int i = 0; i < now.entries.size(); i++) {
      Keyed.Entry entry = now.entries.get(i);
      Keyed.Entry there = was.find(entry.key);
      JsonNode last = there == null ? null : (JsonNode) there.slot;
      JsonNode next = (JsonNode) entry.slot;
      if (there != null && Json.equal(last, next)) {
        continue;
      }
      Place here = Place.item(at, i);
      if (!next.isObject() || last != null && !last.isObject()) {
        throw inexpressible(here);
      }
      ObjectNode members = ofObject(rule, (ObjectNode) last, (ObjectNode) next, here);
      String keyName = rule.key().get(0);
      if (!members.has(keyName)) {
        members.set(keyName, entry.key.json());
      }
      said.add(members);
    }
    List<Keyed.Entry> entries = was.entries;
    for (int i = 0; i < entries.size(); i++) {
      if (now.find(entries.get(i).key) == null) {
        throw inexpressible(Place.item(at, i));
      }
    }
    return said;
  }
}
