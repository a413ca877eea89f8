package specloom.runtime;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Folds a stream of events into objects; what is refused changes nothing. */
final class Gathering {
  private final StreamTable table;
  private final Map<String, Map.Entry<Integer, StreamTable.Action>> actions;
  private final Fold fold;
  private final List<Course> courses = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Texts texts = new Texts();
  private Latest latest;
  private Again again;

  /** Text whose events are spelled too differently. */
  private GrownText unspelled;

  private JsonNode failure = NullNode.getInstance();
  private boolean isDone;
  private int count;

  Gathering(StreamTable table, Mode mode) {
    this.table = table;
    this.actions = table.actions();
    this.fold = new Fold(mode);
    table.targets().forEach(target -> courses.add(new Course(target)));
  }

  /** A fault on its way out of an event. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Diagnostic diagnostic;

    Refusal(Diagnostic diagnostic) {
      super(null, null, false, false);
      this.diagnostic = diagnostic;
    }
  }

  /** The text that the last event has grown, which did nothing else. */
  private record Latest(StreamTable.Target target, Course.Life life, GrownText text) {}

  /** What a further piece of the same text does, and how its event is spelled. */
  private record Again(Latest latest, Spelling spelling, StreamChange first) {
    StreamChange with(String piece) {
      Appended appended = new Appended(first.appended().get(0).pointer(), piece);
      return new StreamChange(
          first.event(), first.target(), first.id(), List.of(), List.of(appended), false);
    }
  }

  boolean isDone() {
    return isDone;
  }

  /** The error that the stream reported; null of JSON if it did not. */
  JsonNode failure() {
    return failure;
  }

  List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  Course course(String name) {
    for (Course course : courses) {
      if (course.target.name().equals(name)) {
        return course;
      }
    }
    throw new IllegalArgumentException("the stream builds no " + name);
  }

  /**
   * Takes an event as it came. One that is spelled as the one before but for its piece of text need
   * not be read.
   */
  StreamChange push(ServerSentEvent sent) {
    String piece = again == null ? null : again.spelling().pieceOf(sent);
    if (piece != null) {
      again.latest().text().append(piece);
      again.latest().life().shown = null;
      count++;
      return again.with(piece);
    }
    GrownText before = latest == null ? null : latest.text();
    JsonNode event = table.eventOf(sent);
    StreamChange change = push(event);
    if (latest != null && latest.text() == before && before != unspelled) {
      learn(sent, event, change);
    }
    return change;
  }

  /** Remembers how the event is spelled that has grown the same text as the one before. */
  private void learn(ServerSentEvent sent, JsonNode event, StreamChange change) {
    JsonPointer at =
        JsonPointer.compile(StreamTable.pointer(latest.target().delta()) + fold.growthPointer());
    Spelling spelling =
        Spelling.around(
            sent,
            change.appended().get(0).text(),
            table::eventOf,
            other -> {
              JsonNode wanted = event.deepCopy();
              ((ObjectNode) wanted.at(at.head())).put(at.last().getMatchingProperty(), other);
              return wanted;
            });
    if (spelling == null) {
      unspelled = latest.text();
    } else {
      again = new Again(latest, spelling, change);
    }
  }

  /** Continues the texts of an object, if that is all a delta does; else null. */
  <D> StreamChange continued(
      String event, String name, String id, D delta, StreamFolder.Continuing<D> way) {
    Course course = course(name);
    Course.Life life = isDone || id == null ? null : course.lives().get(id);
    if (life == null || life.isClosed || delta == null) {
      return null;
    }
    texts.clear();
    if (!way.continueTexts(texts.at(life.root), delta, texts)) {
      texts.takeBack();
      return null;
    }
    life.shown = null;
    count++;
    return new StreamChange(event, name, id, List.of(), texts.appended(), false);
  }

  StreamChange push(JsonNode event) {
    latest = null;
    again = null;
    texts.forget();
    int index = count++;
    try {
      return take(event, index);
    } catch (Refusal refusal) {
      if (fold.isStrict) {
        throw new DeltaException(refusal.diagnostic);
      }
      diagnostics.add(refusal.diagnostic);
      return StreamChange.of(event.path(table.tag()).textValue());
    }
  }

  private static Diagnostic fault(DeltaCode code, int index, String id, List<String> steps) {
    return new Diagnostic(code, StreamTable.pointer(steps), id, index);
  }

  private static Refusal refuse(DeltaCode code, int index, List<String> steps) {
    return new Refusal(fault(code, index, null, steps));
  }

  private StreamChange take(JsonNode event, int index) throws Refusal {
    if (isDone) {
      throw refuse(DeltaCode.AFTER_DONE, index, List.of());
    }
    if (event.isTextual() && table.data().isEmpty() && table.end().contains(event.textValue())) {
      isDone = true;
      return StreamChange.of(event.textValue());
    }
    if (!event.isObject()) {
      throw refuse(DeltaCode.INVALID_TYPE, index, List.of());
    }
    JsonNode name = event.get(table.tag());
    if (name == null) {
      throw refuse(DeltaCode.MISSING_DISCRIMINATOR, index, List.of(table.tag()));
    }
    if (!name.isTextual()) {
      throw refuse(DeltaCode.INVALID_TYPE, index, List.of(table.tag()));
    }
    String tag = name.textValue();
    if (table.end().contains(tag)) {
      isDone = true;
    } else if (table.error().contains(tag)) {
      fail(event, index);
    } else if (!table.ignore().contains(tag)) {
      Map.Entry<Integer, StreamTable.Action> action = actions.get(tag);
      if (action != null) {
        return act(courses.get(action.getKey()), action.getValue(), event, index);
      }
      diagnostics.add(fault(DeltaCode.UNKNOWN_EVENT, index, null, List.of(table.tag())));
    }
    return StreamChange.of(tag);
  }

  private void fail(JsonNode event, int index) throws Refusal {
    if (!(StreamTable.follow(event, table.dataSteps()) instanceof ObjectNode data)) {
      throw refuse(DeltaCode.INVALID_TYPE, index, table.dataSteps());
    }
    JsonNode inner = data.get("error");
    failure = Json.copy(inner != null && inner.isObject() ? inner : data);
  }

  private StreamChange act(Course course, StreamTable.Action action, JsonNode event, int index)
      throws Refusal {
    StreamTable.Target target = course.target;
    boolean isPatch = action.act() == StreamTable.Act.PATCH;
    List<String> where = isPatch ? table.dataSteps() : target.object();
    if (!(StreamTable.follow(event, where) instanceof ObjectNode whole)) {
      throw refuse(DeltaCode.INVALID_TYPE, index, where);
    }
    String id = target.hasId() ? idOf(target, event, index) : "";
    Course.Life life = course.lives().get(id);
    List<String> place = target.hasId() ? target.id() : target.object();
    Change change = new Change(action.tag(), target, id);
    if (action.act() == StreamTable.Act.SET) {
      course.replace(id, whole, false);
      return change.done(false);
    }
    if (life != null && action.act() == StreamTable.Act.CREATE) {
      throw new Refusal(fault(DeltaCode.DUPLICATE_TARGET, index, id, place));
    }
    if (life != null && life.isClosed) {
      throw new Refusal(fault(DeltaCode.CLOSED, index, id, place));
    }
    switch (action.act()) {
      case CLOSE -> {
        course.release(id);
        course.replace(id, whole, true);
      }
      case PATCH -> {
        JsonNode delta = StreamTable.follow(event, target.delta());
        Course.Early early = new Course.Early(index, delta, action.rules());
        patch(course, life, id, early, place, change);
      }
      case REFRESH ->
          refresh(
              course, life, id, whole, fault(DeltaCode.UNKNOWN_TARGET, index, id, place), change);
      default -> begin(course, id, whole, change);
    }
    return change.done(action.act() == StreamTable.Act.CLOSE);
  }

  private static String idOf(StreamTable.Target target, JsonNode event, int index) throws Refusal {
    JsonNode id = StreamTable.follow(event, target.id());
    if (id == null) {
      throw refuse(DeltaCode.MISSING_KEY, index, target.id());
    }
    if (!id.isTextual()) {
      throw refuse(DeltaCode.BAD_KEY, index, target.id());
    }
    return id.textValue();
  }

  private void refresh(
      Course course,
      Course.Life life,
      String id,
      ObjectNode whole,
      Diagnostic unknown,
      Change change)
      throws Refusal {
    if (life != null) {
      course.refresh(life, whole);
      return;
    }
    if (fold.isStrict) {
      throw new Refusal(unknown);
    }
    diagnostics.add(unknown);
    begin(course, id, whole, change);
  }

  /** Starts the life of an object; deltas that were held back are applied in order. */
  private void begin(Course course, String id, ObjectNode whole, Change change) throws Refusal {
    Course.Life life = course.begin(id, new Grown(whole.deepCopy()));
    for (Course.Early early : course.release(id)) {
      grow(course, life, early, change);
    }
  }

  private void patch(
      Course course,
      Course.Life life,
      String id,
      Course.Early early,
      List<String> place,
      Change change)
      throws Refusal {
    if (life != null) {
      grow(course, life, early, change);
    } else if (!course.target.isCreated()) {
      Course.Life begun = new Course.Life(id, new Grown(early.rules().snapshot));
      grow(course, begun, early, change);
      course.lives().put(id, begun);
    } else {
      Diagnostic unknown = fault(DeltaCode.UNKNOWN_TARGET, early.index(), id, place);
      if (fold.isStrict) {
        throw new Refusal(unknown);
      }
      diagnostics.add(unknown);
      JsonNode delta = early.delta() == null ? null : Json.copy(early.delta());
      course.hold(id, new Course.Early(early.index(), delta, early.rules()));
    }
  }

  /** Applies a delta; pointers lead into the event. */
  private void grow(Course course, Course.Life life, Course.Early early, Change change)
      throws Refusal {
    Diagnostic fault = fold.push(life.root, early.rules(), early.delta());
    if (fault != null || !fold.notes().isEmpty()) {
      String prefix = StreamTable.pointer(course.target.delta());
      for (Diagnostic note : fold.notes()) {
        diagnostics.add(note.within(prefix, life.id, early.index()));
      }
      if (fault != null) {
        throw new Refusal(fault.within(prefix, life.id, early.index()));
      }
    }
    life.shown = null;
    GrownText text = fold.onlyGrowth();
    latest = text == null ? null : new Latest(course.target, life, text);
    fold.tell(change.created, change.appended);
  }

  /** A change in the making. */
  private static final class Change {
    private final String event;
    private final StreamTable.Target target;
    private final String id;
    private final List<String> created = new ArrayList<>();
    private final List<Appended> appended = new ArrayList<>();

    Change(String event, StreamTable.Target target, String id) {
      this.event = event;
      this.target = target;
      this.id = id;
    }

    StreamChange done(boolean isClosed) {
      return new StreamChange(
          event, target.name(), id, List.copyOf(created), List.copyOf(appended), isClosed);
    }
  }

  /** Makes sure that the stream came to its end and that no list has a gap. */
  void finish() {
    if (!isDone && fold.isStrict && !table.end().isEmpty()) {
      throw new DeltaException(fault(DeltaCode.TRUNCATED, -1, null, List.of()));
    }
    for (Course course : courses) {
      RecordRules rules = course.target.rules();
      if (rules == null) {
        continue;
      }
      for (Course.Life life : course.lives().values()) {
        if (life.isClosed) {
          continue;
        }
        Place at = Place.member(null, course.target.name());
        if (course.target.hasId()) {
          at = Place.member(at, life.id);
        }
        for (String gap : Algebra.gaps(rules, life.root, at)) {
          Diagnostic fault = new Diagnostic(DeltaCode.INDEX_GAP, gap, life.id, -1);
          if (fold.isStrict) {
            throw new DeltaException(fault);
          }
          diagnostics.add(fault);
        }
      }
    }
  }

  /** Everything gathered. */
  ObjectNode snapshot() {
    ObjectNode shown = Json.object();
    for (Course course : courses) {
      String name = course.target.name();
      if (course.target.hasId()) {
        ObjectNode objects = shown.putObject(name);
        course.lives().forEach((id, life) -> objects.set(id, Slots.view(life.root)));
      } else {
        shown.putNull(name);
        course.lives().values().forEach(life -> shown.set(name, Slots.view(life.root)));
      }
    }
    shown.set("error", failure);
    shown.put("done", isDone);
    return shown.deepCopy();
  }
}
