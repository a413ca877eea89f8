package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The deltas since a mark. Deltas in a row that only continue one text are kept as the first of
 * them and the stretch of the text that they wrote, so that a long text is not kept twice.
 *
 * @param <D> the delta
 */
final class Since<D> {
  /** How many are kept before they become one. */
  private static final int COMPACT_AFTER = 1000;

  private final RecordRules rules;
  private final Mode mode;
  private final Function<D, JsonNode> write;
  private final List<JsonNode> deltas = new ArrayList<>();

  private D first;
  private GrownText text;
  private int from;
  private int to;

  Since(RecordRules rules, Mode mode, Function<D, JsonNode> write) {
    this.rules = rules;
    this.mode = mode;
    this.write = write;
  }

  void clear() {
    deltas.clear();
    text = null;
  }

  void add(JsonNode delta) {
    endStretch();
    deltas.add(delta);
    if (deltas.size() > COMPACT_AFTER) {
      JsonNode whole = Algebra.compose(rules, deltas, mode);
      deltas.clear();
      deltas.add(whole);
    }
  }

  /** Adds a delta that has continued texts. */
  void addContinued(D delta, Texts texts) {
    GrownText single = texts.single();
    if (single == null) {
      add(write.apply(delta));
      return;
    }
    if (single != text) {
      endStretch();
      first = delta;
      text = single;
      from = texts.singleFrom();
    }
    to = text.length();
  }

  private void endStretch() {
    if (text != null) {
      JsonNode delta = write.apply(first);
      replaceText(rules, (ObjectNode) delta, text.live().subSequence(from, to).toString());
      deltas.add(delta);
      text = null;
    }
  }

  /** One delta equal to all. */
  ObjectNode whole() {
    endStretch();
    return Algebra.compose(rules, deltas, mode);
  }

  /** Puts another text where the only one is that a delta appends. */
  private static boolean replaceText(RecordRules rules, ObjectNode delta, String text) {
    for (MemberRule rule : rules.members()) {
      JsonNode value = delta.get(rule.member());
      if (value == null) {
        continue;
      }
      if (rule.rule() == MemberRule.Rule.APPEND
          && value.isTextual()
          && !value.textValue().isEmpty()) {
        delta.put(rule.member(), text);
        return true;
      }
      if (rule.rule() == MemberRule.Rule.MERGE && replaceInside(rule, value, text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean replaceInside(MemberRule rule, JsonNode value, String text) {
    if (value instanceof ArrayNode items) {
      for (JsonNode item : items) {
        if (replaceInside(rule, item, text)) {
          return true;
        }
      }
      return false;
    }
    RecordRules rules = rule.record();
    if (rule.union() != null) {
      rules = rule.union().variants.get(value.path(rule.union().tag).textValue());
    }
    return rules != null && value instanceof ObjectNode part && replaceText(rules, part, text);
  }
}
