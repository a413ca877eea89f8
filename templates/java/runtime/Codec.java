package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads and writes one type of the spec.
 *
 * @param <T> the type in Java
 */
public final class Codec<T> {
  private final Supplier<Schema> schema;
  private final String name;
  private final Function<JsonNode, T> read;
  private final Function<T, JsonNode> write;
  private final boolean isSent;

  /**
   * A codec for the type that the spec calls so; generated code makes one for every type.
   *
   * @param isSent whether values are checked before they are written, because a client sends them
   */
  public Codec(
      Supplier<Schema> schema,
      String name,
      Function<JsonNode, T> read,
      Function<T, JsonNode> write,
      boolean isSent) {
    this.schema = schema;
    this.name = name;
    this.read = read;
    this.write = write;
    this.isSent = isSent;
  }

  /** What the spec calls the type. */
  public String name() {
    return name;
  }

  /** Reads a JSON value; what does not fit is kept as it came (lenient) or refused (strict). */
  public T decode(JsonNode json, Mode mode) {
    if (mode == Mode.STRICT) {
      List<Problem> problems = problems(json);
      if (!problems.isEmpty()) {
        throw new DecodeException(problems);
      }
    }
    try {
      return read.apply(json);
    } catch (Misfit misfit) {
      throw new DecodeException(List.of(new Problem("", "a " + name, Finder.describe(json))));
    }
  }

  /** Reads JSON text. */
  public T decode(String text, Mode mode) {
    return decode(Json.parse(text), mode);
  }

  /** Reads JSON text in UTF-8. */
  public T decode(byte[] text, Mode mode) {
    return decode(Json.parse(text), mode);
  }

  /**
   * The JSON value; for what a client sends, an {@link EncodeException} lists what the spec
   * forbids.
   */
  public JsonNode encode(T value) {
    JsonNode json = write.apply(value);
    if (isSent) {
      List<Problem> problems = problems(json);
      if (!problems.isEmpty()) {
        throw new EncodeException(problems);
      }
    }
    return json;
  }

  /** The same as JSON text. */
  public String encodeToString(T value) {
    return Json.write(encode(value));
  }

  /** What is wrong with a JSON value, read as this type. */
  public List<Problem> problems(JsonNode json) {
    return Finder.problems(schema.get().shape(name), json);
  }

  /**
   * What is wrong with a value: what lenient reading has kept as it came, and what is out of
   * bounds.
   */
  public List<Problem> problemsOf(T value) {
    return problems(write.apply(value));
  }

  /** The JSON value as it is, allowed to send or not. */
  JsonNode write(T value) {
    return write.apply(value);
  }

  /** A value of the type, leniently. */
  T read(JsonNode json) {
    return read.apply(json);
  }
}
