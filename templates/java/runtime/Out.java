package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The members of an object that is being written. Where a component says nothing, what was kept of
 * the document that the object was read from answers for it.
 */
public final class Out {
  private final ObjectNode object = Json.object();
  private final Extra extra;

  /** Begins with nothing. */
  public Out(Extra extra) {
    this.extra = extra;
  }

  private boolean isKept(String name) {
    if (extra.isEmpty()) {
      return false;
    }
    JsonNode value = extra.get(name);
    if (value == null) {
      return false;
    }
    if (!value.isMissingNode()) {
      object.set(name, Json.copy(value));
    }
    return true;
  }

  /** A required text. */
  public void text(String name, String value) {
    if (!value.isEmpty() || !isKept(name)) {
      object.put(name, value);
    }
  }

  /** A required integer. */
  public void integer(String name, long value) {
    if (value != 0 || !isKept(name)) {
      object.put(name, value);
    }
  }

  /** A required number. */
  public void number(String name, double value) {
    if (value != 0 || !isKept(name)) {
      object.set(name, Write.number(value));
    }
  }

  /** A required truth value. */
  public void bool(String name, boolean value) {
    if (value || !isKept(name)) {
      object.put(name, value);
    }
  }

  /** A required member that always has the same value. */
  public void constant(String name, Object constant) {
    if (!isKept(name)) {
      object.set(name, Write.constant(constant));
    }
  }

  /** A required member; null is written where there is nothing else. */
  public <T> void required(String name, T value, Function<T, JsonNode> write) {
    if (value != null) {
      object.set(name, write.apply(value));
    } else if (!isKept(name)) {
      object.set(name, NullNode.getInstance());
    }
  }

  /** An optional member; null is not written. */
  public <T> void optional(String name, T value, Function<T, JsonNode> write) {
    if (value != null) {
      object.set(name, write.apply(value));
    } else {
      isKept(name);
    }
  }

  /** An optional member that may be null. */
  public <T> void field(String name, Field<T> value, Function<T, JsonNode> write) {
    if (value instanceof Field.Value<T> it) {
      object.set(name, write.apply(it.value()));
    } else if (value instanceof Field.Null) {
      object.set(name, NullNode.getInstance());
    } else {
      isKept(name);
    }
  }

  /** A required list. */
  public <T> void list(String name, List<T> items, Function<T, JsonNode> write) {
    if (!items.isEmpty() || !isKept(name)) {
      object.set(name, Write.list(items, write));
    }
  }

  /** A required map. */
  public <T> void map(String name, Map<String, T> members, Function<T, JsonNode> write) {
    if (!members.isEmpty() || !isKept(name)) {
      object.set(name, Write.map(members, write));
    }
  }

  /** The object with the members that no component stands for. */
  public ObjectNode end(Set<String> known) {
    if (!extra.isEmpty()) {
      extra
          .members()
          .forEach(
              (name, value) -> {
                if (!value.isMissingNode() && !known.contains(name)) {
                  object.set(name, Json.copy(value));
                }
              });
    }
    return object;
  }
}
