package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What came of a vector, or what should have. */
record Outcome(JsonNode value, Fault fault, List<String> codes, List<String> pointers) {
  /** What was raised. */
  record Fault(String code, String pointer, int index) {
    static Fault of(DeltaException raised) {
      return raised == null
          ? null
          : new Fault(raised.code().wire(), raised.pointer(), raised.index());
    }
  }

  static Outcome of(JsonNode value, DeltaException raised, List<Diagnostic> diagnostics) {
    List<String> codes = new ArrayList<>();
    List<String> pointers = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      codes.add(diagnostic.code().wire());
      pointers.add(diagnostic.pointer());
    }
    return new Outcome(value, Fault.of(raised), codes, pointers);
  }

  static Outcome expected(JsonNode vector) {
    JsonNode error = vector.get("error");
    Fault fault = null;
    if (error != null) {
      int index =
          error.has("delta") ? error.get("delta").intValue() : error.path("event").asInt(-1);
      fault = new Fault(error.path("code").asText(), error.path("pointer").asText(), index);
    }
    return new Outcome(
        vector.get("expected"), fault, words(vector, "diagnostics"), words(vector, "pointers"));
  }

  static List<String> words(JsonNode vector, String name) {
    List<String> words = new ArrayList<>();
    vector.path(name).forEach(word -> words.add(word.textValue()));
    return words;
  }

  boolean agrees(Outcome expected) {
    boolean isSameFault = fault == null ? expected.fault == null : fault.equals(expected.fault);
    return (expected.value == null || Json.equal(value, expected.value))
        && isSameFault
        && codes.equals(expected.codes)
        && pointers.equals(expected.pointers);
  }
}
