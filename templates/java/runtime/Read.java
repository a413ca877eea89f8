package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How values without members are read. A value of another kind is a {@link Misfit}. */
public final class Read {
  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private Read() {}

  /** A text. */
  public static String text(JsonNode json) {
    if (json.isTextual()) {
      return json.textValue();
    }
    throw Misfit.INSTANCE;
  }

  /** An integer, however it is written. */
  public static Long integer(JsonNode json) {
    if (json.isInt() || json.isLong() || json.isShort()) {
      return json.longValue();
    }
    if (json.isNumber() && Json.isInteger(json)) {
      BigDecimal exact = Json.exact(json);
      if (exact.compareTo(LEAST) >= 0 && exact.compareTo(MOST) <= 0) {
        return exact.longValueExact();
      }
    }
    throw Misfit.INSTANCE;
  }

  /** A number. */
  public static Double number(JsonNode json) {
    if (json.isNumber()) {
      return json.doubleValue();
    }
    throw Misfit.INSTANCE;
  }

  /** A truth value. */
  public static Boolean bool(JsonNode json) {
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    throw Misfit.INSTANCE;
  }

  /** Any JSON value. */
  public static JsonNode any(JsonNode json) {
    return Json.copy(json);
  }

  /** A variant of a union; what none reads is kept as it came. */
  public static <T> T variant(
      JsonNode json, Function<JsonNode, T> readKnown, Function<JsonNode, T> unknown) {
    try {
      return readKnown.apply(json);
    } catch (Misfit misfit) {
      return unknown.apply(Json.copy(json));
    }
  }

  /** What a reader throws that knows no variant like that. */
  public static RuntimeException unknown() {
    return Misfit.INSTANCE;
  }

  /** The tag of a variant. */
  public static String tag(JsonNode json, String name) {
    JsonNode tag = json.get(name);
    if (tag != null && tag.isTextual()) {
      return tag.textValue();
    }
    throw Misfit.INSTANCE;
  }

  /** The tag of a variant that nobody knows, or nothing if it has none. */
  public static String tagOrNothing(JsonNode json, String name) {
    return json.path(name).asText("");
  }

  /** One text. */
  public static Function<JsonNode, String> constant(String constant) {
    return json -> same(constant, text(json));
  }

  /** One integer. */
  public static Function<JsonNode, Long> constant(long constant) {
    return json -> same(constant, integer(json));
  }

  /** One truth value. */
  public static Function<JsonNode, Boolean> constant(boolean constant) {
    return json -> same(constant, bool(json));
  }

  private static <T> T same(T constant, T value) {
    if (constant.equals(value)) {
      return value;
    }
    throw Misfit.INSTANCE;
  }

  static boolean is(Object constant, JsonNode json) {
    if (constant instanceof String text) {
      return text.equals(json.textValue());
    }
    if (constant instanceof Boolean truth) {
      return json.isBoolean() && truth == json.booleanValue();
    }
    BigDecimal exact = json.isNumber() ? Json.exact(json) : null;
    return exact != null && exact.compareTo(BigDecimal.valueOf((Long) constant)) == 0;
  }

  /** A list of what a reader reads. */
  public static <T> Function<JsonNode, List<T>> listOf(Function<JsonNode, T> read) {
    return json -> list(json, read);
  }

  /** A map of what a reader reads. */
  public static <T> Function<JsonNode, Map<String, T>> mapOf(Function<JsonNode, T> read) {
    return json -> map(json, read);
  }

  /** Null, or what a reader reads. */
  public static <T> Function<JsonNode, T> orNull(Function<JsonNode, T> read) {
    return json -> json.isNull() ? null : read.apply(json);
  }

  static <T> List<T> list(JsonNode json, Function<JsonNode, T> read) {
    if (!json.isArray()) {
      throw Misfit.INSTANCE;
    }
    int size = json.size();
    if (size == 0) {
      return List.of();
    }
    Object[] items = new Object[size];
    for (int i = 0; i < size; i++) {
      items[i] = read.apply(json.get(i));
    }
    return Frozen.listOf(items);
  }

  static <T> Map<String, T> map(JsonNode json, Function<JsonNode, T> read) {
    if (!json.isObject()) {
      throw Misfit.INSTANCE;
    }
    if (json.isEmpty()) {
      return Map.of();
    }
    LinkedHashMap<String, T> members = new LinkedHashMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> all = json.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> member = all.next();
      members.put(member.getKey(), read.apply(member.getValue()));
    }
    return Frozen.mapOf(members);
  }

  /** The list as it is now, or null for null; its items may be null. */
  public static <T> List<T> frozen(List<T> items) {
    return Frozen.list(items);
  }

  /** The map as it is now, or null for null. */
  public static <T> Map<String, T> frozen(Map<String, T> members) {
    return Frozen.map(members);
  }
}
