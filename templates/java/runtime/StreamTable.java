package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a union of events folds into objects.
 *
 * @param tag the member of an event that names it
 * @param data the member that holds its data; empty where the data is the event
 * @param end the events that end the stream
 * @param error the events that report an error
 * @param ignore the events that do nothing
 * @param targets what the stream builds
 * @param constants what the record of an event declares as constant, by tag
 */
record StreamTable(
    String tag,
    String data,
    Set<String> end,
    Set<String> error,
    Set<String> ignore,
    List<Target> targets,
    Map<String, ObjectNode> constants) {
  enum Act {
    CREATE,
    REFRESH,
    PATCH,
    CLOSE,
    SET
  }

  /** What an event does to an object; rules are those of a patch. */
  record Action(String tag, Act act, RecordRules rules) {}

  /** A kind of object; id, object and delta are the steps from an event to them. */
  record Target(
      String name,
      List<String> id,
      List<String> object,
      List<String> delta,
      boolean hasId,
      boolean isCreated,
      List<Action> actions) {
    /** The members of an object that its root deltas grow. */
    Set<String> streamed() {
      Set<String> names = new HashSet<>();
      for (Action action : actions) {
        if (action.rules() != null) {
          for (MemberRule rule : action.rules().members()) {
            if (rule.rule() != MemberRule.Rule.SKIP) {
              names.add(rule.into());
            }
          }
        }
      }
      return names;
    }

    /** The rules of the first patch, or null. */
    RecordRules rules() {
      return actions.stream()
          .map(Action::rules)
          .filter(rules -> rules != null)
          .findFirst()
          .orElse(null);
    }

    /** The first event that does so, or null. */
    String tagOf(Act act) {
      return actions.stream()
          .filter(action -> action.act() == act)
          .map(Action::tag)
          .findFirst()
          .orElse(null);
    }
  }

  /** The steps to the data of an event. */
  List<String> dataSteps() {
    return data.isEmpty() ? List.of() : List.of(data);
  }

  /** The actions of every target, by the event's tag. */
  Map<String, Map.Entry<Integer, Action>> actions() {
    Map<String, Map.Entry<Integer, Action>> found = new HashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      for (Action action : targets.get(i).actions()) {
        found.putIfAbsent(action.tag(), Map.entry(i, action));
      }
    }
    return found;
  }

  /**
   * Puts the name and the data of a server-sent event together; data that is no JSON stays text.
   */
  JsonNode eventOf(ServerSentEvent sent) {
    JsonNode content = contentOf(sent);
    if (data.isEmpty()) {
      return content;
    }
    ObjectNode event = Json.object();
    event.put(tag, sent.name());
    event.set(data, content);
    return event;
  }

  private JsonNode contentOf(ServerSentEvent sent) {
    String bare = sent.data().strip();
    if (end.contains(sent.name()) || data.isEmpty() && end.contains(bare)) {
      return Write.text(bare);
    }
    try {
      return Json.parse(sent.data());
    } catch (DecodeException noJson) {
      return Write.text(sent.data());
    }
  }

  /** What lies at steps into a document, or null. */
  static JsonNode follow(JsonNode document, List<String> steps) {
    JsonNode here = document;
    for (String step : steps) {
      here = here instanceof ObjectNode object ? object.get(step) : null;
    }
    return here;
  }

  static String pointer(List<String> steps) {
    Place at = null;
    for (String step : steps) {
      at = Place.member(at, step);
    }
    return Place.pointer(at);
  }
}
