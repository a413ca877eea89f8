package specloom.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** JSON text and JSON values. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);
  private static final ObjectWriter WRITER = MAPPER.writer();
  private static final ObjectWriter ASCII_WRITER =
      MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private Json() {}

  static JsonNode parse(String text) {
    try {
      return there(READER.readTree(text));
    } catch (JsonProcessingException wrong) {
      throw new DecodeException(wrong.getMessage(), wrong);
    }
  }

  static JsonNode parse(byte[] text) {
    try {
      return there(READER.readTree(text));
    } catch (IOException wrong) {
      throw new DecodeException(wrong.getMessage(), wrong);
    }
  }

  private static JsonNode there(JsonNode value) {
    if (value.isMissingNode()) {
      throw new DecodeException("there is no value", null);
    }
    return value;
  }

  /**
   * The value as JSON text; halves of surrogate pairs, which UTF-8 cannot hold, are spelled out.
   */
  static String write(JsonNode value) {
    try {
      String text = WRITER.writeValueAsString(value);
      return hasHalves(text) ? ASCII_WRITER.writeValueAsString(value) : text;
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException("a value that cannot be written as JSON", wrong);
    }
  }

  private static boolean hasHalves(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!Character.isSurrogate(unit)) {
        continue;
      }
      if (Character.isLowSurrogate(unit)
          || i + 1 == text.length()
          || !Character.isLowSurrogate(text.charAt(++i))) {
        return true;
      }
    }
    return false;
  }

  static ObjectNode object() {
    return NODES.objectNode();
  }

  /** The value, sharing nothing that can be changed. */
  static JsonNode copy(JsonNode value) {
    return value.isContainerNode() ? value.deepCopy() : value;
  }

  /** The names of the members in the order of code points. */
  static List<String> sortedNames(JsonNode object) {
    List<String> names = new ArrayList<>(object.size());
    object.fieldNames().forEachRemaining(names::add);
    names.sort(BY_CODE_POINT);
    return names;
  }

  /** The order of code points, which is not that of UTF-16. */
  static final Comparator<String> BY_CODE_POINT =
      (left, right) -> {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
          char one = left.charAt(i);
          char other = right.charAt(i);
          if (one != other) {
            boolean isOneSurrogate = Character.isSurrogate(one);
            if (isOneSurrogate != Character.isSurrogate(other)) {
              return isOneSurrogate ? 1 : -1;
            }
            return Character.compare(one, other);
          }
        }
        return Integer.compare(left.length(), right.length());
      };

  // --- numbers ---

  /** The exact value of a number, or null for one that JSON has not. */
  static BigDecimal exact(JsonNode number) {
    if (number.isDouble() || number.isFloat()) {
      double value = number.doubleValue();
      return Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
    }
    return number.decimalValue();
  }

  /** Whether a number has no fraction, however it is written. */
  static boolean isInteger(JsonNode number) {
    if (number.isIntegralNumber()) {
      return true;
    }
    BigDecimal value = exact(number);
    return value != null && (value.signum() == 0 || value.stripTrailingZeros().scale() <= 0);
  }

  // --- equality ---

  /** JSON equality: member order free, list order not, numbers by value. */
  static boolean equal(JsonNode left, JsonNode right) {
    if (left == right) {
      return true;
    }
    if (left == null || right == null) {
      return false;
    }
    if (left.isNumber() && right.isNumber()) {
      BigDecimal one = exact(left);
      BigDecimal other = exact(right);
      return one != null && other != null && one.compareTo(other) == 0;
    }
    if (left.getNodeType() != right.getNodeType()) {
      return false;
    }
    return switch (left.getNodeType()) {
      case ARRAY -> equalItems(left, right);
      case OBJECT -> equalMembers(left, right);
      default -> left.equals(right);
    };
  }

  private static boolean equalItems(JsonNode left, JsonNode right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMembers(JsonNode left, JsonNode right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (Iterator<Map.Entry<String, JsonNode>> members = left.fields(); members.hasNext(); ) {
      Map.Entry<String, JsonNode> member = members.next();
      if (!equal(member.getValue(), right.get(member.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
