package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How values without members are written. */
public final class Write {
  private Write() {}

  /** A text. */
  public static JsonNode text(String value) {
    return TextNode.valueOf(value);
  }

  /** An integer. */
  public static JsonNode integer(Long value) {
    return LongNode.valueOf(value);
  }

  /** A number; one that JSON has not is null. */
  public static JsonNode number(Double value) {
    return Double.isFinite(value)
        ? DecimalNode.valueOf(BigDecimal.valueOf(value))
        : NullNode.getInstance();
  }

  /** A truth value. */
  public static JsonNode bool(Boolean value) {
    return BooleanNode.valueOf(value);
  }

  /** Any JSON value. */
  public static JsonNode any(JsonNode value) {
    return Json.copy(value);
  }

  static JsonNode constant(Object constant) {
    if (constant instanceof String text) {
      return text(text);
    }
    return constant instanceof Boolean truth ? bool(truth) : integer((Long) constant);
  }

  /** A list of what a writer writes. */
  public static <T> Function<List<T>, JsonNode> listOf(Function<T, JsonNode> write) {
    return items -> list(items, write);
  }

  /** A map of what a writer writes. */
  public static <T> Function<Map<String, T>, JsonNode> mapOf(Function<T, JsonNode> write) {
    return members -> map(members, write);
  }

  /** Null, or what a writer writes. */
  public static <T> Function<T, JsonNode> orNull(Function<T, JsonNode> write) {
    return value -> value == null ? NullNode.getInstance() : write.apply(value);
  }

  static <T> ArrayNode list(List<T> items, Function<T, JsonNode> write) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(items.size());
    for (T item : items) {
      list.add(write.apply(item));
    }
    return list;
  }

  static <T> ObjectNode map(Map<String, T> members, Function<T, JsonNode> write) {
    ObjectNode object = Json.object();
    members.forEach((name, value) -> object.set(name, write.apply(value)));
    return object;
  }
}
