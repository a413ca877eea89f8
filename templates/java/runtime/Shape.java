package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a type is on the wire. */
final class Shape {
  enum Kind {
    ANY,
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    CONST,
    LIST,
    MAP,
    RECORD,
    CHOICE,
    /** A union told by a tag. */
    TAGGED,
    /** A union told by JSON kind. */
    EITHER
  }

  /** A member of a record. */
  record Member(String name, Shape shape, boolean isRequired) {}

  /** A member that must be there when another has a certain value. */
  record RequiredIf(String field, String when, JsonNode equals) {}

  /** Any value. */
  static final Shape ANYTHING = new Shape(Kind.ANY);

  Kind kind;
  boolean isNullable;
  JsonNode constant;
  Shape inner;
  Limits limits = Limits.NONE;
  Map<String, Member> members = Map.of();
  boolean isOpen;
  List<RequiredIf> asks = List.of();
  List<List<String>> oneOf = List.of();
  Set<String> options = Set.of();
  String tag;

  /** By tag; where there is none, by position. */
  Map<String, Shape> variants = Map.of();

  Shape(Kind kind) {
    this.kind = kind;
  }

  /** Makes this the shape of the same values and null. */
  Shape becomeNullable(Shape bare) {
    kind = bare.kind;
    isNullable = true;
    constant = bare.constant;
    inner = bare.inner;
    limits = bare.limits;
    members = bare.members;
    isOpen = bare.isOpen;
    asks = bare.asks;
    oneOf = bare.oneOf;
    options = bare.options;
    tag = bare.tag;
    variants = bare.variants;
    return this;
  }

  boolean takesNull() {
    return isNullable || kind == Kind.ANY;
  }

  /** Whether a slot that is not null is of the kind the type declares; it is not looked into. */
  boolean fits(Object slot) {
    return switch (kind) {
      case ANY -> true;
      case STRING -> Slots.isText(slot);
      case INTEGER -> slot instanceof JsonNode json && json.isNumber() && Json.isInteger(json);
      case NUMBER -> slot instanceof JsonNode json && json.isNumber();
      case BOOLEAN -> slot instanceof JsonNode json && json.isBoolean();
      case CONST -> Json.equal(Slots.plain(slot), constant);
      case LIST -> Slots.isList(slot);
      case MAP, RECORD, TAGGED -> Slots.isObject(slot);
      case CHOICE ->
          Slots.isText(slot) && (isOpen || options.contains(Slots.plain(slot).textValue()));
      case EITHER -> fitting(slot) != null;
    };
  }

  /** The variant of a union by kind that a value belongs to, or null. */
  Shape fitting(Object slot) {
    for (Shape variant : variants.values()) {
      if (variant.fits(slot)) {
        return variant;
      }
    }
    return null;
  }

  /** The value that stands for "nothing yet", or null if there is none. */
  JsonNode neutral() {
    return neutral(new ArrayList<>());
  }

  private JsonNode neutral(List<Shape> inside) {
    if (isNullable) {
      return NullNode.getInstance();
    }
    return switch (kind) {
      case STRING -> TextNode.valueOf("");
      case CONST -> constant;
      case LIST -> new ArrayNode(Json.NODES);
      case MAP -> Json.object();
      case RECORD -> neutralRecord(inside);
      default -> null;
    };
  }

  private JsonNode neutralRecord(List<Shape> inside) {
    if (inside.contains(this)) {
      return null;
    }
    inside.add(this);
    ObjectNode object = Json.object();
    for (Member member : members.values()) {
      if (member.isRequired()) {
        JsonNode value = member.shape().neutral(inside);
        if (value == null) {
          inside.remove(this);
          return null;
        }
        object.set(member.name(), value);
      }
    }
    inside.remove(this);
    return object;
  }

  /** Adds the required members that have a neutral value. */
  ObjectNode complete(ObjectNode object) {
    for (Member member : members.values()) {
      if (member.isRequired() && !object.has(member.name())) {
        JsonNode value = member.shape().neutral();
        if (value != null) {
          object.set(member.name(), value);
        }
      }
    }
    return object;
  }

  /** The members of a record in the order of the spec. */
  void setMembers(List<Member> listed) {
    members = new LinkedHashMap<>();
    for (Member member : listed) {
      members.put(member.name(), member);
    }
  }

  String describe() {
    return switch (kind) {
      case ANY -> "a value";
      case STRING -> "a string";
      case INTEGER -> "an integer";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case CONST -> Json.write(constant);
      case LIST -> "a list";
      case MAP, RECORD, TAGGED -> "an object";
      case CHOICE -> isOpen ? "a string" : "one of " + String.join(", ", options);
      case EITHER -> "a value of another kind";
    };
  }
}
