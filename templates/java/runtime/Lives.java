package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a server would send for the whole life of an object. */
final class Lives {
  private Lives() {}

  static List<JsonNode> events(StreamTable table, String name, JsonNode before, JsonNode after) {
    StreamTable.Target target =
        table.targets().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    String create = target.tagOf(StreamTable.Act.CREATE);
    String patch = target.tagOf(StreamTable.Act.PATCH);
    String close = target.tagOf(StreamTable.Act.CLOSE);
    if (!(before instanceof ObjectNode first) || !(after instanceof ObjectNode second)) {
      throw new DeltaException(Diagnostic.at(DeltaCode.INEXPRESSIBLE, null));
    }
    Set<String> streamed = target.streamed();
    ObjectNode base = Json.object();
    addMembers(base, second, streamed, false);
    addMembers(base, first, streamed, true);
    ObjectNode delta = Difference.between(target.rules(), base, second);
    List<JsonNode> sent = new ArrayList<>();
    sent.add(event(table, create, target.object(), first));
    if (!delta.isEmpty()) {
      ObjectNode event = event(table, patch, target.delta(), delta);
      if (target.hasId()) {
        put(event, target.id(), StreamTable.follow(sent.get(0), target.id()));
      }
      sent.add(event);
    }
    sent.add(event(table, close, target.object(), second));
    return sent;
  }

  private static void addMembers(
      ObjectNode into, ObjectNode from, Set<String> streamed, boolean whetherStreamed) {
    for (Iterator<Map.Entry<String, JsonNode>> all = from.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> member = all.next();
      if (streamed.contains(member.getKey()) == whetherStreamed) {
        into.set(member.getKey(), member.getValue());
      }
    }
  }

  private static ObjectNode event(
      StreamTable table, String tag, List<String> where, JsonNode value) {
    ObjectNode constants = table.constants().get(tag);
    ObjectNode event = constants == null ? Json.object() : constants.deepCopy();
    event.put(table.tag(), tag);
    put(event, where, value);
    return event;
  }

  /** Puts a value at steps into a document, making the objects on the way. */
  private static void put(ObjectNode document, List<String> steps, JsonNode value) {
    if (steps.isEmpty()) {
      document.setAll((ObjectNode) value);
      return;
    }
    ObjectNode here = document;
    for (String step : steps.subList(0, steps.size() - 1)) {
      JsonNode inner = here.get(step);
      here = inner instanceof ObjectNode object ? object : here.putObject(step);
    }
    here.set(steps.get(steps.size() - 1), value);
  }
}
