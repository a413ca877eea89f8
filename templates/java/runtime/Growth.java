package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A root delta and the object that it grows: what can be done with them besides gathering.
 *
 * @param <S> the snapshot
 * @param <D> the delta
 */
public final class Growth<S, D> {
  private final Supplier<Schema> schema;
  private final Codec<S> snapshot;
  private final Codec<D> delta;

  /** Generated code makes one for every root delta. */
  public Growth(Supplier<Schema> schema, Codec<S> snapshot, Codec<D> delta) {
    this.schema = schema;
    this.snapshot = snapshot;
    this.delta = delta;
  }

  Schema schema() {
    return schema.get();
  }

  RecordRules rules() {
    return schema.get().root(delta.name());
  }

  Codec<S> snapshot() {
    return snapshot;
  }

  Codec<D> delta() {
    return delta;
  }

  /** The snapshot with deltas applied; it stays as it is. */
  public S merge(S before, Iterable<? extends D> deltas) {
    Accumulator<S, D> accumulator = new Accumulator<>(this, before, Mode.STRICT);
    deltas.forEach(accumulator::push);
    return accumulator.snapshot();
  }

  /** One delta that does what the deltas do in a row. */
  public D compose(Iterable<? extends D> deltas) {
    List<JsonNode> values = new ArrayList<>();
    deltas.forEach(one -> values.add(delta.write(one)));
    return delta.read(Algebra.compose(rules(), values, Mode.STRICT));
  }

  /** The smallest delta that leads from one snapshot to another. */
  public D diff(S before, S after) {
    ObjectNode said = Difference.between(rules(), snapshot.write(before), snapshot.write(after));
    return delta.read(said);
  }

  /**
   * Deltas that do in a row what one does, no appended text longer than {@code size} code points.
   */
  public List<D> chunk(D whole, int size) {
    return Algebra.chunk(rules(), delta.write(whole), size).stream().map(delta::read).toList();
  }
}
