package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Bounds of numbers by value, of texts, lists and maps by length. Null bounds nothing.
 *
 * @param least the smallest number
 * @param most the largest number
 * @param above what numbers are greater than
 * @param below what numbers are less than
 * @param multiple what numbers are multiples of
 * @param shortest the smallest length
 * @param longest the largest length
 * @param pattern what is found in texts
 * @param longestKey the largest length of a name in a map
 * @param keyPattern what is found in the names of a map
 */
record Limits(
    BigDecimal least,
    BigDecimal most,
    BigDecimal above,
    BigDecimal below,
    BigDecimal multiple,
    Integer shortest,
    Integer longest,
    Pattern pattern,
    Integer longestKey,
    Pattern keyPattern) {
  static final Limits NONE = new Limits(null, null, null, null, null, null, null, null, null, null);

  static Limits read(JsonNode json) {
    if (json == null) {
      return NONE;
    }
    return new Limits(
        number(json, "least"),
        number(json, "most"),
        number(json, "above"),
        number(json, "below"),
        number(json, "multiple"),
        length(json, "shortest"),
        length(json, "longest"),
        pattern(json, "pattern"),
        length(json, "longestKey"),
        pattern(json, "keyPattern"));
  }

  private static BigDecimal number(JsonNode json, String name) {
    return json.has(name) ? json.get(name).decimalValue() : null;
  }

  private static Integer length(JsonNode json, String name) {
    return json.has(name) ? json.get(name).intValue() : null;
  }

  private static Pattern pattern(JsonNode json, String name) {
    return json.has(name) ? Pattern.compile(json.get(name).textValue()) : null;
  }

  /** What is asked of a value of the right kind that it is not, or null. */
  String broken(JsonNode value) {
    if (this == NONE) {
      return null;
    }
    if (value.isNumber()) {
      return holds(Json.exact(value)) ? null : "a number within bounds";
    }
    if (value.isTextual()) {
      String text = value.textValue();
      if (pattern != null && !pattern.matcher(text).find()) {
        return "text that matches " + pattern;
      }
      return within(text.codePointCount(0, text.length())) ? null : "text of " + lengths();
    }
    return within(value.size()) ? null : lengths() + " in it";
  }

  private boolean within(int length) {
    return (shortest == null || length >= shortest) && (longest == null || length <= longest);
  }

  private String lengths() {
    if (longest == null) {
      return "at least " + shortest;
    }
    return shortest == null ? "at most " + longest : shortest + " to " + longest;
  }

  private boolean holds(BigDecimal value) {
    if (value == null) {
      return false;
    }
    if (least != null && value.compareTo(least) < 0
        || most != null && value.compareTo(most) > 0
        || above != null && value.compareTo(above) <= 0
        || below != null && value.compareTo(below) >= 0) {
      return false;
    }
    return multiple == null || isMultiple(value);
  }

  private boolean isMultiple(BigDecimal value) {
    boolean isHuge = Math.abs((long) value.scale() - multiple.scale()) > 4096;
    return isHuge || value.remainder(multiple).signum() == 0;
  }

  /** Whether a map may hold such a name. */
  boolean allowsKey(String name) {
    return (longestKey == null || name.codePointCount(0, name.length()) <= longestKey)
        && (keyPattern == null || keyPattern.matcher(name).find());
  }
}
