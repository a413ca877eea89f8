package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/** What can be done with deltas alone: put together, cut, and looked at for gaps. */
final class Algebra {
  private Algebra() {}

  /** One delta that does what deltas do in a row, in normal form. */
  static ObjectNode compose(RecordRules rules, Iterable<JsonNode> deltas, Mode mode) {
    Grown root = new Grown();
    Fold fold = Fold.composing(mode);
    int index = 0;
    for (JsonNode delta : deltas) {
      Diagnostic fault = fold.push(root, rules.mirror(), delta);
      if (fault != null) {
        throw new DeltaException(fault.numbered(index));
      }
      index++;
    }
    return (ObjectNode) Slots.spell(root);
  }

  // --- chunk ---

  /** An appended text in a delta: the rest of it, and how a delta with a piece of it looks. */
  private record Rest(String text, UnaryOperator<JsonNode> wrap) {}

  /**
   * Deltas that do in a row what one does, each text in them no longer than {@code size} code
   * points.
   */
  static List<JsonNode> chunk(RecordRules rules, JsonNode delta, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("the size of a piece is at least 1, not " + size);
    }
    ObjectNode whole = compose(rules, List.of(delta), Mode.STRICT);
    List<Rest> texts = new ArrayList<>();
    cutTexts(rules, whole, size, inner -> inner, texts);
    List<JsonNode> pieces = new ArrayList<>();
    pieces.add(whole);
    for (Rest rest : texts) {
      String text = rest.text();
      for (int from = 0; from < text.length(); ) {
        int to = end(text, from, size);
        pieces.add(rest.wrap().apply(Write.text(text.substring(from, to))));
        from = to;
      }
    }
    return pieces;
  }

  private static int end(String text, int from, int size) {
    int to = from;
    for (int i = 0; i < size && to < text.length(); i++) {
      to += Character.charCount(text.codePointAt(to));
    }
    return to;
  }

  private static void cutTexts(
      RecordRules rules,
      ObjectNode delta,
      int size,
      UnaryOperator<JsonNode> wrap,
      List<Rest> found) {
    for (MemberRule rule : rules.members()) {
      String name = rule.member();
      JsonNode value = delta.get(name);
      if (value == null) {
        continue;
      }
      if (rule.rule() == MemberRule.Rule.APPEND && value.isTextual()) {
        String text = value.textValue();
        int to = end(text, 0, size);
        delta.put(name, text.substring(0, to));
        found.add(
            new Rest(text.substring(to), piece -> wrap.apply(Json.object().set(name, piece))));
      }
      if (rule.rule() != MemberRule.Rule.MERGE) {
        continue;
      }
      if (value instanceof ObjectNode part) {
        cutPart(rule, part, size, inner -> wrap.apply(Json.object().set(name, inner)), found);
      } else if (value instanceof ArrayNode items) {
        for (JsonNode item : items) {
          cutPart(
              rule,
              (ObjectNode) item,
              size,
              inner -> wrap.apply(Json.object().set(name, Json.NODES.arrayNode().add(inner))),
              found);
        }
      }
    }
  }

  private static void cutPart(
      MemberRule rule, ObjectNode part, int size, UnaryOperator<JsonNode> wrap, List<Rest> found) {
    List<String> kept = new ArrayList<>(rule.key());
    RecordRules rules = rule.record();
    if (rule.union() != null) {
      kept.add(rule.union().tag);
      rules = rule.union().variants.get(part.path(rule.union().tag).textValue());
    }
    if (rules == null) {
      return;
    }
    UnaryOperator<JsonNode> addressed =
        inner -> {
          for (String name : kept) {
            if (part.has(name)) {
              ((ObjectNode) inner).set(name, part.get(name));
            }
          }
          return wrap.apply(inner);
        };
    cutTexts(rules, part, size, addressed, found);
  }

  // --- gaps ---

  /** The dense lists whose keys are not 0 to n - 1, as pointers into the snapshot. */
  static List<String> gaps(RecordRules rules, Grown root, Place at) {
    List<String> found = new ArrayList<>();
    lookForGaps(rules, root, at, found);
    return found;
  }

  private static void lookForGaps(RecordRules rules, Grown grown, Place at, List<String> found) {
    for (MemberRule rule : rules.members()) {
      if (rule.rule() != MemberRule.Rule.MERGE || rule.path() != null) {
        continue;
      }
      Place here = Place.member(at, rule.into());
      Object slot = grown.members.get(rule.into());
      if (slot instanceof Grown part) {
        lookInside(rule, part, here, found);
      } else if (slot instanceof Keyed list) {
        if (rule.isDense() && list.hasGap()) {
          found.add(Place.pointer(here));
        }
        int position = 0;
        for (Iterator<Keyed.Entry> all = list.entries.iterator(); all.hasNext(); position++) {
          if (all.next().slot instanceof Grown part) {
            lookInside(rule, part, Place.item(here, position), found);
          }
        }
      }
    }
  }

  private static void lookInside(MemberRule rule, Grown part, Place at, List<String> found) {
    RecordRules rules = rule.record();
    if (rule.union() != null) {
      Object tag = part.members.get(rule.union().tag);
      rules = tag == null ? null : rule.union().variants.get(Slots.plain(tag).textValue());
    }
    if (rules != null) {
      lookForGaps(rules, part, at, found);
    }
  }
}
