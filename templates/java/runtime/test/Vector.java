package specloom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import specloom.Codecs;
import specloom.Subjects;

/** One conformance vector, and all that has to be tried with it. */
final class Vector {
  private final JsonNode vector;
  private final Outcome expected;

  Vector(JsonNode vector) {
    this.vector = vector;
    this.expected = Outcome.expected(vector);
  }

  String id() {
    return vector.get("id").textValue();
  }

  private String type() {
    return vector.get("type").textValue();
  }

  private Mode mode() {
    return "strict".equals(vector.path("mode").asText()) ? Mode.STRICT : Mode.LENIENT;
  }

  void run() {
    JsonNode before = vector.deepCopy();
    switch (vector.get("op").textValue()) {
      case "merge" -> runMerge();
      case "stream" -> runStream();
      case "compose" -> settle(() -> subject().compose(list("deltas")));
      case "chunk" -> settle(this::chunked);
      case "diff" -> runDiff();
      case "events" -> runEvents();
      case "decode" -> runCodec(codec());
      case "encode" -> runEncode(codec());
      default -> fail("unknown op");
    }
    assertEquals(before, vector, "an input was changed");
  }

  private void agree(String what, Outcome got, Outcome want) {
    assertTrue(got.agrees(want), () -> what + "\n got " + got + "\nwant " + want);
  }

  private List<JsonNode> list(String name) {
    List<JsonNode> items = new ArrayList<>();
    vector.path(name).forEach(items::add);
    return items;
  }

  private static void spoil(JsonNode value) {
    if (value instanceof ObjectNode object) {
      object.forEach(Vector::spoil);
      object.removeAll();
    } else if (value instanceof ArrayNode items) {
      items.forEach(Vector::spoil);
      items.removeAll();
    }
  }

  // --- merge ---

  private Subject<?, ?> subject() {
    Subject<?, ?> subject = Subjects.DELTAS.get(type());
    return subject != null ? subject : fail("no delta " + type());
  }

  /**
   * How a vector is pushed: typed, emptied once taken, with snapshots between that are emptied too.
   */
  private record Way(boolean isTyped, boolean isEmptied, boolean isWatched) {}

  private Outcome merge(Mode mode, List<JsonNode> deltas, Way way) {
    JsonNode initial = vector.has("initial") ? vector.get("initial").deepCopy() : null;
    Subject.Machine<?, ?> machine = subject().start(initial, mode);
    if (way.isEmptied()) {
      spoil(initial);
    }
    DeltaException raised = null;
    try {
      for (JsonNode delta : deltas) {
        JsonNode given = delta.deepCopy();
        machine.push(given, way.isTyped());
        if (way.isEmptied()) {
          spoil(given);
        }
        if (way.isWatched()) {
          look(machine);
          spoil(machine.accumulator().snapshotJson());
        }
      }
      if (vector.path("finish").booleanValue()) {
        machine.accumulator().finish();
      }
    } catch (DeltaException exception) {
      raised = exception;
    }
    look(machine);
    JsonNode value = machine.accumulator().snapshotJson();
    return Outcome.of(value, raised, machine.accumulator().diagnostics());
  }

  private static void look(Subject.Machine<?, ?> machine) {
    JsonNode plain = machine.accumulator().snapshotJson();
    JsonNode typed = machine.typedSnapshot();
    assertTrue(Json.equal(typed, plain), () -> "typed snapshot " + typed + " of " + plain);
  }

  private void runMerge() {
    List<JsonNode> deltas = list("deltas");
    Way plainly = new Way(false, false, false);
    agree("as it stands", merge(mode(), deltas, plainly), expected);
    agree("inputs emptied", merge(mode(), deltas, new Way(false, true, false)), expected);
    agree("snapshots between", merge(mode(), deltas, new Way(false, false, true)), expected);
    agree("typed deltas", merge(mode(), deltas, new Way(true, true, false)), expected);
    agree("typed, watched", merge(mode(), deltas, new Way(true, false, true)), expected);
    if (mode() == Mode.STRICT) {
      Outcome lenient = merge(Mode.LENIENT, deltas, plainly);
      if (expected.fault() == null) {
        agree("lenient", lenient, expected);
      } else {
        lookAtFirstNote(lenient);
      }
    }
    if (expected.fault() != null || !expected.codes().isEmpty()) {
      return;
    }
    for (int cut = 0; cut <= deltas.size(); cut++) {
      JsonNode left = subject().compose(deltas.subList(0, cut));
      JsonNode right = subject().compose(deltas.subList(cut, deltas.size()));
      agree("composed in two", merge(mode(), List.of(left, right), plainly), expected);
      agree(
          "composed, typed",
          merge(mode(), List.of(left, right), new Way(true, false, false)),
          expected);
    }
    List<JsonNode> pieces = new ArrayList<>();
    deltas.forEach(delta -> pieces.addAll(subject().chunk(delta, 1)));
    agree("chunked", merge(mode(), pieces, plainly), expected);
    agree("chunked, typed", merge(mode(), pieces, new Way(true, false, false)), expected);
    runCompact(pieces);
  }

  /** One delta for all that were pushed does what they did. */
  private void runCompact(List<JsonNode> deltas) {
    if (vector.has("initial")) {
      return;
    }
    Subject.Machine<?, ?> machine = subject().start(null, mode());
    deltas.forEach(delta -> machine.push(delta, true));
    JsonNode compacted = compacted(machine);
    agree("compacted", merge(mode(), List.of(compacted), new Way(false, false, false)), expected);
  }

  private static <S, D> JsonNode compacted(Subject.Machine<S, D> machine) {
    return machine.growth().delta().write(machine.accumulator().compact());
  }

  private void lookAtFirstNote(Outcome lenient) {
    assertEquals(null, lenient.fault(), "lenient fails");
    Outcome.Fault fault = expected.fault();
    if (fault.code().equals("truncated")) {
      return;
    }
    for (int i = 0; i < lenient.codes().size(); i++) {
      if (!lenient.codes().get(i).equals("unknown_event")) {
        assertEquals(fault.code(), lenient.codes().get(i), "the first diagnostic");
        assertEquals(fault.pointer(), lenient.pointers().get(i), "its pointer");
        return;
      }
    }
    fail("lenient records nothing");
  }

  // --- streams ---

  /** The ways in which an event comes to what gathers it. */
  private enum Come {
    JSON,
    TYPED,
    SENT
  }

  /** What a stream comes to, and what each of its events did. */
  private record Told(Outcome outcome, List<StreamChange> changes) {}

  private Told stream(Mode mode, List<JsonNode> events, Come come, boolean isEmptied) {
    StreamFolder<?> stream = Subjects.STREAMS.get(type()).begin(mode);
    List<StreamChange> changes = new ArrayList<>();
    DeltaException raised = null;
    try {
      for (JsonNode event : events) {
        JsonNode given = event.deepCopy();
        changes.add(push(stream, given, come));
        if (isEmptied) {
          spoil(given);
          spoil(stream.snapshotJson());
        }
      }
      if (vector.path("finish").booleanValue()) {
        stream.finish();
      }
    } catch (DeltaException exception) {
      raised = exception;
    }
    Outcome outcome = Outcome.of(stream.snapshotJson(), raised, stream.diagnostics());
    return new Told(outcome, changes);
  }

  private static <E> StreamChange push(StreamFolder<E> stream, JsonNode event, Come come) {
    if (come == Come.TYPED) {
      try {
        return stream.push(stream.events().read(event));
      } catch (Misfit misfit) { // a value that no typed method could take
        return stream.pushJson(event);
      }
    }
    StreamTable table = stream.table();
    JsonNode content = table.data().isEmpty() ? event : event.path(table.data());
    String name = event.path(table.tag()).asText();
    ServerSentEvent sent = new ServerSentEvent(name, Json.write(content), 1);
    boolean isSent = come == Come.SENT && table.eventOf(sent).equals(event);
    return isSent ? stream.push(sent) : stream.pushJson(event);
  }

  private void runStream() {
    List<JsonNode> events = list("events");
    agree("as it stands", stream(mode(), events, Come.JSON, false).outcome(), expected);
    agreeInAllWays(events);
    if (mode() == Mode.STRICT) {
      Outcome lenient = stream(Mode.LENIENT, events, Come.JSON, false).outcome();
      if (expected.fault() == null) {
        agree("lenient", lenient, expected);
      } else {
        lookAtFirstNote(lenient);
      }
    }
    if (expected.fault() == null && expected.codes().isEmpty()) {
      List<JsonNode> pieces = new ArrayList<>();
      events.forEach(event -> pieces.addAll(cut(event)));
      agreeInAllWays(pieces);
    }
  }

  private void agreeInAllWays(List<JsonNode> events) {
    List<StreamChange> changes = stream(mode(), events, Come.JSON, false).changes();
    for (Come come : Come.values()) {
      Told told = stream(mode(), events, come, true);
      agree("inputs emptied, snapshots between, " + come, told.outcome(), expected);
      assertEquals(changes, told.changes(), "what events did, " + come);
    }
  }

  /** The events that do in a row what one with a delta does, a letter at a time. */
  private List<JsonNode> cut(JsonNode event) {
    StreamTable table = subjectTable();
    var action = table.actions().get(event.path(table.tag()).asText());
    if (action == null || action.getValue().act() != StreamTable.Act.PATCH) {
      return List.of(event);
    }
    List<String> steps = table.targets().get(action.getKey()).delta();
    if (steps.isEmpty()) {
      return List.of(event);
    }
    List<JsonNode> events = new ArrayList<>();
    JsonNode delta = StreamTable.follow(event, steps);
    for (JsonNode piece : Algebra.chunk(action.getValue().rules(), delta, 1)) {
      JsonNode copy = event.deepCopy();
      int last = steps.size() - 1;
      ((ObjectNode) StreamTable.follow(copy, steps.subList(0, last))).set(steps.get(last), piece);
      events.add(copy);
    }
    return events;
  }

  private StreamTable subjectTable() {
    return Subjects.STREAMS.get(type()).begin(mode()).table();
  }

  // --- compose, chunk, diff, events ---

  private Outcome settle(Supplier<JsonNode> made) {
    Outcome got;
    try {
      got = Outcome.of(made.get(), null, List.of());
    } catch (DeltaException raised) {
      got = Outcome.of(null, raised, List.of());
    }
    agree("as it stands", got, expected);
    return got;
  }

  private JsonNode chunked() {
    ArrayNode pieces = Json.NODES.arrayNode();
    pieces.addAll(subject().chunk(vector.get("input"), vector.get("size").intValue()));
    return pieces;
  }

  private void runDiff() {
    JsonNode before = vector.get("before");
    JsonNode after = vector.get("after");
    Outcome said = settle(() -> subject().diff(before, after));
    if (said.fault() != null) {
      return;
    }
    for (boolean isTyped : new boolean[] {false, true}) {
      Subject.Machine<?, ?> machine = subject().start(before, Mode.STRICT);
      machine.push(said.value(), isTyped);
      JsonNode got = machine.accumulator().snapshotJson();
      assertTrue(Json.equal(got, after), () -> "the diff leads to " + got);
    }
    JsonNode nothing = subject().diff(after, after);
    boolean isAsked =
        subject().growth().rules().members().stream().anyMatch(MemberRule::mustBeSaid);
    assertTrue(isAsked || nothing.isEmpty(), () -> "the diff of equals is " + nothing);
  }

  private void runEvents() {
    Schema schema = subject().growth().schema();
    for (String name : Subjects.STREAMS.keySet()) {
      StreamTable table = schema.stream(name);
      for (StreamTable.Target target : table.targets()) {
        if (target.rules() == schema.root(type())) {
          ArrayNode sent = Json.NODES.arrayNode();
          JsonNode before = vector.get("before");
          settle(
              () -> sent.addAll(Lives.events(table, target.name(), before, vector.get("after"))));
          return;
        }
      }
    }
    fail("no stream has such events");
  }

  // --- codecs ---

  private Codec<?> codec() {
    Codec<?> codec = Codecs.ALL.get(type());
    return codec != null ? codec : fail("no type " + type());
  }

  private static Set<String> pointers(List<Problem> problems) {
    Set<String> pointers = new TreeSet<>();
    problems.forEach(problem -> pointers.add(problem.pointer()));
    return pointers;
  }

  private <T> void runCodec(Codec<T> codec) {
    JsonNode input = vector.get("input");
    Set<String> want = new TreeSet<>(expected.pointers());
    if (mode() == Mode.LENIENT || expected.fault() == null) {
      assertEquals(want, pointers(codec.problems(input)), "problems");
    }
    T value = codec.read(input);
    JsonNode again = codec.write(value);
    JsonNode same = expected.value() == null ? input : expected.value();
    assertTrue(Json.equal(again, same), () -> "written again as " + again);
    String text = Json.write(again);
    assertTrue(Json.equal(Json.parse(text), same), () -> "written as text: " + text);
    if (mode() == Mode.STRICT && expected.fault() != null) {
      DecodeException refused =
          assertThrows(DecodeException.class, () -> codec.decode(input, Mode.STRICT));
      assertTrue(
          pointers(refused.problems()).contains(expected.fault().pointer()), refused::getMessage);
    } else if (mode() == Mode.STRICT) {
      assertEquals(value, codec.decode(input, Mode.STRICT), "strict");
    }
  }

  private <T> void runEncode(Codec<T> codec) {
    T value = codec.read(vector.get("input"));
    if (expected.fault() == null) {
      JsonNode same = expected.value() == null ? vector.get("input") : expected.value();
      JsonNode written = codec.encode(value);
      assertTrue(Json.equal(written, same), () -> "written as " + written);
      return;
    }
    EncodeException refused = assertThrows(EncodeException.class, () -> codec.encode(value));
    assertTrue(
        pointers(refused.problems()).contains(expected.fault().pointer()), refused::getMessage);
  }
}
