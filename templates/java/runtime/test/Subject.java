package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A root delta under test.
 *
 * @param growth what can be done with it
 * @param begin begins with nothing
 * @param beginWith begins with a snapshot
 * @param <S> the snapshot
 * @param <D> the delta
 */
public record Subject<S, D>(
    Growth<S, D> growth,
    Function<Mode, Accumulator<S, D>> begin,
    BiFunction<S, Mode, Accumulator<S, D>> beginWith) {
  /** How a stream is folded. */
  public interface Streaming {
    /** Begins with nothing. */
    StreamFolder<?> begin(Mode mode);
  }

  Machine<S, D> start(JsonNode initial, Mode mode) {
    if (initial == null) {
      return new Machine<>(growth, begin.apply(mode));
    }
    return new Machine<>(growth, beginWith.apply(growth.snapshot().read(initial), mode));
  }

  private List<D> typed(List<JsonNode> deltas) {
    List<D> typed = new ArrayList<>();
    deltas.forEach(delta -> typed.add(growth.delta().read(delta)));
    return typed;
  }

  JsonNode compose(List<JsonNode> deltas) {
    try {
      return growth.delta().write(growth.compose(typed(deltas)));
    } catch (Misfit misfit) { // a value that no typed method could take
      return Algebra.compose(growth.rules(), deltas, Mode.STRICT);
    }
  }

  List<JsonNode> chunk(JsonNode delta, int size) {
    try {
      D typed = growth.delta().read(delta);
      return growth.chunk(typed, size).stream().map(growth.delta()::write).toList();
    } catch (Misfit misfit) {
      return Algebra.chunk(growth.rules(), delta, size);
    }
  }

  JsonNode diff(JsonNode before, JsonNode after) {
    S one = growth.snapshot().read(before);
    S other = growth.snapshot().read(after);
    return growth.delta().write(growth.diff(one, other));
  }

  /** An accumulator whose types do not matter. */
  record Machine<S, D>(Growth<S, D> growth, Accumulator<S, D> accumulator) {
    void push(JsonNode delta, boolean isTyped) {
      if (isTyped && delta.isObject()) {
        accumulator.push(growth.delta().read(delta));
      } else {
        accumulator.pushJson(delta);
      }
    }

    /** The typed snapshot as JSON, which must say what the snapshot says. */
    JsonNode typedSnapshot() {
      return growth.snapshot().write(accumulator.snapshot());
    }
  }
}
