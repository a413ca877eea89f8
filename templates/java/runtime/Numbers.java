package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Sums: integers exactly, others as floating point does. */
final class Numbers {
  /** How large a power of ten may be in a number that is written out. */
  private static final int LARGEST_POWER = 4096;

  private Numbers() {}

  /** The sum of a slot and a value; a slot that is no number counts nothing. */
  static JsonNode plus(Object slot, JsonNode value) {
    return slot instanceof JsonNode before && before.isNumber() ? add(before, value, 1) : value;
  }

  /** What has to be added to one number to get another. */
  static JsonNode minus(JsonNode value, JsonNode before) {
    return add(value, before, -1);
  }

  private static JsonNode add(JsonNode left, JsonNode right, int sign) {
    if (isWhole(left) && isWhole(right)) {
      BigInteger other = Json.exact(right).toBigIntegerExact();
      BigInteger sum = Json.exact(left).toBigIntegerExact().add(sign < 0 ? other.negate() : other);
      return sum.bitLength() < Long.SIZE
          ? LongNode.valueOf(sum.longValue())
          : BigIntegerNode.valueOf(sum);
    }
    return Write.number(left.doubleValue() + sign * right.doubleValue());
  }

  private static boolean isWhole(JsonNode number) {
    if (!Json.isInteger(number)) {
      return false;
    }
    BigDecimal exact = Json.exact(number);
    return Math.abs((long) exact.scale()) <= LARGEST_POWER;
  }
}
