package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one target of a stream has gathered. */
final class Course {
  /** One object of a target. */
  static final class Life {
    final String id;
    Grown root;
    boolean isClosed;

    /** The object in its type, until it changes. */
    Object shown;

    Life(String id, Grown root) {
      this.id = id;
      this.root = root;
    }
  }

  /** A delta that came before its object. */
  record Early(int index, JsonNode delta, RecordRules rules) {}

  final StreamTable.Target target;
  private final Set<String> streamed;
  private final Map<String, Life> lives = new LinkedHashMap<>();
  private final Map<String, List<Early>> early = new HashMap<>();

  Course(StreamTable.Target target) {
    this.target = target;
    this.streamed = target.streamed();
  }

  /** The objects by id, in the order in which they began. */
  Map<String, Life> lives() {
    return lives;
  }

  Life begin(String id, Grown root) {
    Life life = new Life(id, root);
    lives.put(id, life);
    return life;
  }

  void hold(String id, Early delta) {
    early.computeIfAbsent(id, any -> new ArrayList<>()).add(delta);
  }

  /** What was held back for an object, and is not any more. */
  List<Early> release(String id) {
    List<Early> held = early.remove(id);
    return held == null ? List.of() : held;
  }

  /** Puts a whole object where the one before was. */
  void replace(String id, ObjectNode whole, boolean isClosed) {
    Grown root = new Grown(whole.deepCopy());
    Life life = lives.get(id);
    if (life == null) {
      life = begin(id, root);
    }
    life.root = root;
    life.isClosed = isClosed;
    life.shown = null;
  }

  /** Replaces the members that no delta grows by those that are there. */
  void refresh(Life life, ObjectNode whole) {
    whole
        .deepCopy()
        .fields()
        .forEachRemaining(
            member -> {
              if (!streamed.contains(member.getKey())) {
                life.root.members.put(member.getKey(), member.getValue());
              }
            });
    life.root.made = null;
    life.shown = null;
  }
}
