package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the spec says of its types, of how deltas merge and of how streams fold: the file {@code
 * schema.json}.
 */
public final class Schema {
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, Shape> nullables = new HashMap<>();
  private final Map<String, RecordRules> records = new HashMap<>();
  private final Map<String, UnionRules> unions = new HashMap<>();
  private final Map<String, RecordRules> roots = new HashMap<>();
  private final Map<String, StreamTable> streams = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();

  private Schema(JsonNode json) {
    readShapes(json.get("types"));
    readRules(json.get("records"), json.get("unions"));
    each(json.get("roots"), (name, key) -> roots.put(name, records.get(key.textValue())));
    each(json.get("streams"), (name, stream) -> streams.put(name, readStream(stream)));
    json.get("operations").forEach(one -> operations.add(readOperation(one)));
  }

  /** Reads the file beside a class. */
  public static Schema read(Class<?> beside) {
    try (InputStream file = beside.getResourceAsStream("schema.json")) {
      if (file == null) {
        throw new IllegalStateException("schema.json is not beside " + beside.getName());
      }
      return new Schema(Json.parse(file.readAllBytes()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The calls of the API by name. */
  public Map<String, Operation> operations() {
    Map<String, Operation> named = new LinkedHashMap<>();
    operations.forEach(one -> named.put(one.name(), one));
    return Collections.unmodifiableMap(named);
  }

  Shape shape(String name) {
    return shapes.get(name);
  }

  RecordRules root(String delta) {
    return roots.get(delta);
  }

  StreamTable stream(String event) {
    return streams.get(event);
  }

  private interface Visit {
    void member(String name, JsonNode value);
  }

  private static void each(JsonNode object, Visit visit) {
    for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> member = all.next();
      visit.member(member.getKey(), member.getValue());
    }
  }

  private static List<String> texts(JsonNode json) {
    List<String> texts = new ArrayList<>();
    if (json != null) {
      json.forEach(one -> texts.add(one.textValue()));
    }
    return texts;
  }

  private static String text(JsonNode json, String name) {
    return json.has(name) ? json.get(name).textValue() : null;
  }

  private static boolean is(JsonNode json, String name) {
    return json.path(name).booleanValue();
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  // --- shapes ---

  private void readShapes(JsonNode types) {
    each(types, (name, json) -> shapes.put(name, new Shape(Shape.Kind.ANY)));
    each(types, (name, json) -> fill(shapes.get(name), json));
    nullables.forEach((name, twin) -> twin.becomeNullable(shapes.get(name)));
  }

  /** The shape that a use of a type has: a word, a reference, or an object that says more. */
  private Shape shapeOf(JsonNode json) {
    if (json.isTextual()) {
      return new Shape(word(Shape.Kind.class, json.textValue()));
    }
    String target = text(json, "ref");
    if (target == null) {
      Shape shape = new Shape(Shape.Kind.ANY);
      fill(shape, json);
      return shape;
    }
    return is(json, "nullable")
        ? nullables.computeIfAbsent(target, name -> new Shape(Shape.Kind.ANY))
        : shapes.get(target);
  }

  private void fill(Shape shape, JsonNode json) {
    shape.kind = word(Shape.Kind.class, text(json, "kind"));
    shape.isNullable = is(json, "nullable");
    shape.isOpen = is(json, "open");
    shape.constant = json.get("value");
    shape.tag = text(json, "tag");
    shape.limits = Limits.read(json.get("limits"));
    shape.options = new LinkedHashSet<>(texts(json.get("options")));
    if (json.has("inner")) {
      shape.inner = shapeOf(json.get("inner"));
    }
    if (json.has("members")) {
      List<Shape.Member> members = new ArrayList<>();
      for (JsonNode one : json.get("members")) {
        members.add(
            new Shape.Member(text(one, "name"), shapeOf(one.get("type")), is(one, "required")));
      }
      shape.setMembers(members);
    }
    if (json.has("variants")) {
      shape.variants = new LinkedHashMap<>();
      each(json.get("variants"), (tag, variant) -> shape.variants.put(tag, shapeOf(variant)));
    }
    shape.asks = new ArrayList<>();
    for (JsonNode ask : json.path("asks")) {
      shape.asks.add(
          new Shape.RequiredIf(text(ask, "field"), text(ask, "when"), ask.get("equals")));
    }
    shape.oneOf = new ArrayList<>();
    json.path("oneOf").forEach(names -> shape.oneOf.add(texts(names)));
  }

  // --- rules ---

  private void readRules(JsonNode recordRules, JsonNode unionRules) {
    each(
        recordRules,
        (key, json) -> {
          Shape delta = shapes.get(text(json, "delta"));
          Shape snapshot = shapes.get(text(json, "snapshot"));
          records.put(key, new RecordRules(delta, snapshot));
        });
    each(unionRules, (key, json) -> unions.put(key, new UnionRules(text(json, "tag"))));
    each(
        unionRules,
        (key, json) ->
            each(
                json.get("variants"),
                (tag, rules) -> unions.get(key).variants.put(tag, records.get(rules.textValue()))));
    each(
        recordRules,
        (key, json) -> {
          List<MemberRule> members = new ArrayList<>();
          json.get("members").forEach(one -> members.add(readMember(one)));
          records.get(key).setMembers(members);
        });
  }

  private MemberRule readMember(JsonNode json) {
    return new MemberRule(
        text(json, "member"),
        text(json, "into"),
        word(MemberRule.Rule.class, text(json, "rule")),
        word(MemberRule.NullRule.class, text(json, "null")),
        shapeOf(json.get("mine")),
        shapeOf(json.get("theirs")),
        is(json, "required"),
        texts(json.get("key")),
        is(json, "textKey"),
        is(json, "ownKey"),
        is(json, "dense"),
        records.get(text(json, "record")),
        unions.get(text(json, "union")),
        json.has("path") ? readPath(json.get("path")) : null,
        is(json, "raw"));
  }

  private static List<MemberRule.Step> readPath(JsonNode json) {
    List<MemberRule.Step> steps = new ArrayList<>();
    for (JsonNode step : json) {
      boolean isEntry = step.has("entry");
      steps.add(new MemberRule.Step(text(step, isEntry ? "entry" : "member"), isEntry));
    }
    return steps;
  }

  // --- streams ---

  private StreamTable readStream(JsonNode json) {
    List<StreamTable.Target> targets = new ArrayList<>();
    json.get("targets").forEach(one -> targets.add(readTarget(one)));
    Map<String, ObjectNode> constants = new HashMap<>();
    each(json.get("constants"), (tag, said) -> constants.put(tag, (ObjectNode) said));
    return new StreamTable(
        text(json, "tag"),
        text(json, "data"),
        Set.copyOf(texts(json.get("end"))),
        Set.copyOf(texts(json.get("error"))),
        Set.copyOf(texts(json.get("ignore"))),
        targets,
        constants);
  }

  private StreamTable.Target readTarget(JsonNode json) {
    List<StreamTable.Action> actions = new ArrayList<>();
    for (JsonNode one : json.get("actions")) {
      StreamTable.Act act = word(StreamTable.Act.class, text(one, "act"));
      actions.add(new StreamTable.Action(text(one, "tag"), act, records.get(text(one, "rules"))));
    }
    return new StreamTable.Target(
        text(json, "name"),
        texts(json.get("id")),
        texts(json.get("object")),
        texts(json.get("delta")),
        json.has("id"),
        is(json, "created"),
        actions);
  }

  // --- operations ---

  private static Operation readOperation(JsonNode json) {
    Map<Integer, String> errors = new TreeMap<>();
    each(
        json.get("errors"),
        (status, name) -> errors.put(Integer.valueOf(status), name.textValue()));
    Map<String, String> headers = new LinkedHashMap<>();
    each(json.get("headers"), (name, value) -> headers.put(name, value.textValue()));
    return new Operation(
        text(json, "name"),
        text(json, "title"),
        text(json, "description"),
        text(json, "method"),
        text(json, "path"),
        List.copyOf(texts(json.get("params"))),
        text(json, "query"),
        text(json, "body"),
        is(json, "bodyRequired"),
        text(json, "response"),
        text(json, "events"),
        text(json, "trigger"),
        Collections.unmodifiableMap(errors),
        is(json, "paginated"),
        Collections.unmodifiableMap(headers),
        is(json, "deprecated"));
  }
}
