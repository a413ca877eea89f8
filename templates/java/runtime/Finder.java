package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Looks for everything that is wrong with a document. */
final class Finder {
  private final List<Problem> found = new ArrayList<>();

  private Finder() {}

  static List<Problem> problems(Shape shape, JsonNode value) {
    Finder finder = new Finder();
    finder.look(shape, value, null);
    return List.copyOf(finder.found);
  }

  private void say(Place at, String expected, String found) {
    this.found.add(new Problem(Place.pointer(at), expected, found));
  }

  static String describe(JsonNode value) {
    if (value == null) {
      return "nothing";
    }
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case BOOLEAN, NULL -> value.asText();
      case NUMBER -> "a number";
      case STRING -> "a string";
      default -> "an object";
    };
  }

  private void look(Shape shape, JsonNode value, Place at) {
    if (value.isNull() && shape.takesNull()) {
      return;
    }
    if (value.isNull() || !shape.fits(value)) {
      say(at, shape.describe(), describe(value));
      return;
    }
    String broken = shape.limits.broken(value);
    if (broken != null) {
      say(at, broken, value.isContainerNode() ? Integer.toString(value.size()) : value.asText());
    }
    switch (shape.kind) {
      case LIST -> {
        for (int i = 0; i < value.size(); i++) {
          look(shape.inner, value.get(i), Place.item(at, i));
        }
      }
      case MAP -> lookAtMap(shape, value, at);
      case RECORD -> lookAtRecord(shape, value, at);
      case TAGGED -> lookAtTagged(shape, value, at);
      case EITHER -> look(shape.fitting(value), value, at);
      default -> {}
    }
  }

  private void lookAtMap(Shape shape, JsonNode value, Place at) {
    for (String name : Json.sortedNames(value)) {
      Place here = Place.member(at, name);
      if (shape.limits.allowsKey(name)) {
        look(shape.inner, value.get(name), here);
      } else {
        say(here, "another name", "a name that is not allowed");
      }
    }
  }

  private void lookAtRecord(Shape shape, JsonNode value, Place at) {
    for (Shape.Member member : shape.members.values()) {
      JsonNode part = value.get(member.name());
      if (part != null) {
        look(member.shape(), part, Place.member(at, member.name()));
      } else if (member.isRequired()) {
        say(Place.member(at, member.name()), member.shape().describe(), "nothing");
      }
    }
    if (!shape.isOpen) {
      for (String name : Json.sortedNames(value)) {
        if (!shape.members.containsKey(name)) {
          say(Place.member(at, name), "nothing of this name", describe(value.get(name)));
        }
      }
    }
    for (Shape.RequiredIf ask : shape.asks) {
      if (!value.has(ask.field()) && Json.equal(value.get(ask.when()), ask.equals())) {
        String why = "a member, for " + ask.when() + " is " + Json.write(ask.equals());
        say(Place.member(at, ask.field()), why, "nothing");
      }
    }
    for (List<String> names : shape.oneOf) {
      long there = names.stream().filter(value::has).count();
      if (there != 1) {
        say(at, "exactly one of " + String.join(", ", names), Long.toString(there));
      }
    }
  }

  private void lookAtTagged(Shape shape, JsonNode value, Place at) {
    JsonNode tag = value.get(shape.tag);
    if (tag == null || !tag.isTextual()) {
      say(Place.member(at, shape.tag), "a string that names the variant", describe(tag));
      return;
    }
    Shape variant = shape.variants.get(tag.textValue());
    if (variant != null) {
      look(variant, value, at);
    } else if (!shape.isOpen) {
      String known = "one of " + String.join(", ", shape.variants.keySet());
      say(Place.member(at, shape.tag), known, tag.textValue());
    }
  }
}
