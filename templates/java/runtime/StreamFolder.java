package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Folds a stream of events into the objects that it builds. In strict mode an event that is out of
 * order, or whose delta is illegal, is a {@link DeltaException} and changes nothing; in lenient
 * mode it is listed by {@link #diagnostics()}. Not safe for concurrent use.
 *
 * @param <E> the union of events
 */
public class StreamFolder<E> {
  private final StreamTable table;
  private final Codec<E> events;
  private final Gathering gathering;

  /** Begins with nothing. */
  protected StreamFolder(Supplier<Schema> schema, Codec<E> events, Mode mode) {
    this.table = schema.get().stream(events.name());
    this.events = events;
    this.gathering = new Gathering(table, mode);
  }

  /**
   * How deltas continue texts: what generated code knows of a type of delta.
   *
   * @param <D> the delta
   */
  protected interface Continuing<D> {
    /** Continues texts; whether that is all a delta does. Throws nothing: it may be taken back. */
    boolean continueTexts(Spot object, D delta, Texts texts);
  }

  /**
   * Continues texts that are there, if that is all an event does: the short way, which generated
   * code overrides.
   *
   * @return what it did; null if it has to go the long way
   */
  protected StreamChange continueTexts(E event) {
    return null;
  }

  /** Continues the texts of the object with an id, if that can be done; else null. */
  protected final <D> StreamChange continued(
      String event, String target, String id, D delta, Continuing<D> way) {
    return gathering.continued(event, target, id, delta, way);
  }

  /** Takes the next event. */
  public final StreamChange push(E event) {
    StreamChange change = continueTexts(event);
    return change != null ? change : gathering.push(events.write(event));
  }

  /** Takes the next event, its name and its data in one object. */
  public final StreamChange pushJson(JsonNode event) {
    return gathering.push(event);
  }

  /** Takes the next event as it came. */
  public final StreamChange push(ServerSentEvent event) {
    return gathering.push(event);
  }

  StreamTable table() {
    return table;
  }

  Codec<E> events() {
    return events;
  }

  /** Makes sure that the stream came to its end and that no list has a gap. */
  public final void finish() {
    gathering.finish();
  }

  /** Whether the event that ends the stream has come. */
  public final boolean isDone() {
    return gathering.isDone();
  }

  /** The error that the server reported. */
  public final Optional<JsonNode> error() {
    JsonNode failure = gathering.failure();
    return failure.isNull() ? Optional.empty() : Optional.of(failure.deepCopy());
  }

  /** What lenient mode has left out, and unknown events in either mode. */
  public final List<Diagnostic> diagnostics() {
    return gathering.diagnostics();
  }

  /** Everything gathered as JSON. */
  public final JsonNode snapshotJson() {
    return gathering.snapshot();
  }

  /** The objects of a target. */
  protected final <S> Gathered<S> many(String target, Codec<S> codec) {
    return new Gathered<>(gathering.course(target), codec);
  }

  /** The only object of a target. */
  protected final <S> Optional<S> single(String target, Codec<S> codec) {
    return many(target, codec).get("");
  }

  /**
   * The events of a body, read leniently as they are asked for; closing the stream closes the body.
   */
  protected static <E> Stream<E> read(Supplier<Schema> schema, Codec<E> events, InputStream body) {
    StreamTable table = schema.get().stream(events.name());
    return EventReader.read(body).map(sent -> events.read(table.eventOf(sent)));
  }

  /** What a server would send for the whole life of an object of a target. */
  protected static <S, E> List<E> events(
      Supplier<Schema> schema, Codec<E> events, String target, Codec<S> codec, S before, S after) {
    StreamTable table = schema.get().stream(events.name());
    return Lives.events(table, target, codec.write(before), codec.write(after)).stream()
        .map(events::read)
        .toList();
  }
}
