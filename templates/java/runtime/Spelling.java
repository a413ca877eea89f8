package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * How an event is spelled on either side of its piece of text. Most events of a stream are spelled
 * like the last one, and are read without looking into the rest.
 */
record Spelling(String name, String before, String after) {
  /** In how many places a piece is looked for. */
  private static final int PLACES = 4;

  /**
   * How an event is spelled around its piece, or null. That it is so around every piece is proved
   * by reading it with another one.
   *
   * @param wanted what reading it with another piece has to give
   */
  static Spelling around(
      ServerSentEvent sent,
      String piece,
      Function<ServerSentEvent, JsonNode> read,
      Function<String, JsonNode> wanted) {
    String other = piece + ".";
    String quoted = Json.write(Write.text(piece));
    String retold = Json.write(Write.text(other));
    JsonNode expected = wanted.apply(other);
    int at = sent.data().indexOf(quoted);
    for (int i = 0; i < PLACES && at >= 0; i++) {
      String before = sent.data().substring(0, at);
      String after = sent.data().substring(at + quoted.length());
      ServerSentEvent again =
          new ServerSentEvent(sent.name(), before + retold + after, sent.line());
      if (read.apply(again).equals(expected)) {
        return new Spelling(sent.name(), before, after);
      }
      at = sent.data().indexOf(quoted, at + 1);
    }
    return null;
  }

  /** The piece of an event that is spelled the same way, or null. */
  String pieceOf(ServerSentEvent sent) {
    String data = sent.data();
    int end = data.length() - after.length();
    if (end < before.length() + 2
        || !data.startsWith(before)
        || !data.endsWith(after)
        || !sent.name().equals(name)) {
      return null;
    }
    String piece = unquote(data.substring(before.length(), end));
    return piece == null || piece.isEmpty() ? null : piece;
  }

  private static String unquote(String quoted) {
    int last = quoted.length() - 1;
    boolean isPlain = quoted.charAt(0) == '"' && quoted.charAt(last) == '"';
    for (int i = 1; i < last && isPlain; i++) {
      char unit = quoted.charAt(i);
      isPlain = unit >= ' ' && unit != '"' && unit != '\\';
    }
    if (isPlain) {
      return quoted.substring(1, last);
    }
    try {
      return Json.parse(quoted).textValue();
    } catch (DecodeException noJson) {
      return null;
    }
  }
}
