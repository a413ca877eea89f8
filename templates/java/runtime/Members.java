package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The members of an object that is being read, leniently: what does not fit is kept as it came. */
public final class Members {
  private final ObjectNode object;
  private Map<String, JsonNode> kept;
  private int seen;

  private Members(ObjectNode object) {
    this.object = object;
  }

  /** The members of an object; nothing else has any. */
  public static Members of(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return new Members(object);
    }
    throw Misfit.INSTANCE;
  }

  private void keep(String name, JsonNode value) {
    if (kept == null) {
      kept = new LinkedHashMap<>();
    }
    kept.put(name, Json.copy(value));
  }

  private JsonNode find(String name) {
    JsonNode value = object.get(name);
    if (value != null) {
      seen++;
    }
    return value;
  }

  private JsonNode require(String name) {
    JsonNode value = find(name);
    if (value == null) {
      keep(name, MissingNode.getInstance());
    }
    return value;
  }

  /** A required text. */
  public String text(String name) {
    JsonNode value = require(name);
    if (value != null) {
      if (value.isTextual()) {
        return value.textValue();
      }
      keep(name, value);
    }
    return "";
  }

  /** A required integer. */
  public long integer(String name) {
    JsonNode value = require(name);
    if (value != null) {
      if (value.isInt() || value.isLong()) {
        return value.longValue();
      }
      try {
        return Read.integer(value);
      } catch (Misfit misfit) {
        keep(name, value);
      }
    }
    return 0;
  }

  /** A required number. */
  public double number(String name) {
    JsonNode value = require(name);
    if (value != null) {
      if (value.isNumber()) {
        return value.doubleValue();
      }
      keep(name, value);
    }
    return 0;
  }

  /** A required truth value. */
  public boolean bool(String name) {
    JsonNode value = require(name);
    if (value != null) {
      if (value.isBoolean()) {
        return value.booleanValue();
      }
      keep(name, value);
    }
    return false;
  }

  /** A required member that always has the same value, and no component. */
  public void constant(String name, Object constant) {
    JsonNode value = require(name);
    if (value != null && !Read.is(constant, value)) {
      keep(name, value);
    }
  }

  /** A required member; null where there is none. */
  public <T> T required(String name, Function<JsonNode, T> read) {
    JsonNode value = require(name);
    return value == null ? null : fit(name, value, read);
  }

  /** A required member that may be null; null where there is none as well. */
  public <T> T nullable(String name, Function<JsonNode, T> read) {
    JsonNode value = require(name);
    return value == null || value.isNull() ? null : fit(name, value, read);
  }

  /** An optional member; null where there is none. */
  public <T> T optional(String name, Function<JsonNode, T> read) {
    JsonNode value = find(name);
    return value == null ? null : fit(name, value, read);
  }

  /** An optional member that may be null. */
  public <T> Field<T> field(String name, Function<JsonNode, T> read) {
    JsonNode value = find(name);
    if (value == null) {
      return Field.absent();
    }
    if (value.isNull()) {
      return Field.ofNull();
    }
    T fitted = fit(name, value, read);
    return fitted == null ? Field.absent() : Field.of(fitted);
  }

  /** A required list. */
  public <T> List<T> list(String name, Function<JsonNode, T> read) {
    JsonNode value = require(name);
    if (value != null) {
      try {
        return Read.list(value, read);
      } catch (Misfit misfit) {
        keep(name, value);
      }
    }
    return List.of();
  }

  /** A required map. */
  public <T> Map<String, T> map(String name, Function<JsonNode, T> read) {
    JsonNode value = require(name);
    if (value != null) {
      try {
        return Read.map(value, read);
      } catch (Misfit misfit) {
        keep(name, value);
      }
    }
    return Map.of();
  }

  private <T> T fit(String name, JsonNode value, Function<JsonNode, T> read) {
    try {
      return read.apply(value);
    } catch (Misfit misfit) {
      keep(name, value);
      return null;
    }
  }

  /** What no component holds. */
  public Extra rest(Set<String> known) {
    if (seen < object.size()) {
      for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext(); ) {
        Map.Entry<String, JsonNode> member = all.next();
        if (!known.contains(member.getKey())) {
          keep(member.getKey(), member.getValue());
        }
      }
    }
    return kept == null ? Extra.NONE : Extra.of(kept);
  }
}
