package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Applies deltas to slots, in the order of the schema. What is wrong is given back as a diagnostic:
 * strict stops at the first, lenient takes the unit at fault back, notes the diagnostic and goes
 * on.
 */
final class Fold {
  /** Text that a delta has appended. */
  record Growth(Place at, String piece) {}

  final boolean isStrict;
  final Journal journal = new Journal();
  private final boolean isComposing;
  private final Addresses addresses = new Addresses(this);
  private final List<Diagnostic> notes = new ArrayList<>();
  private final List<Place> created = new ArrayList<>();
  private final List<Growth> grown = new ArrayList<>();

  Fold(Mode mode) {
    this(mode, false);
  }

  private Fold(Mode mode, boolean isComposing) {
    this.isStrict = mode == Mode.STRICT;
    this.isComposing = isComposing;
  }

  /** A fold of deltas into deltas: what does nothing leaves nothing. */
  static Fold composing(Mode mode) {
    return new Fold(mode, true);
  }

  /** What the last delta was forgiven. */
  List<Diagnostic> notes() {
    return notes;
  }

  /**
   * Adds the pointers of the list entries that the last delta made, and the texts that it appended.
   */
  void tell(List<String> entries, List<Appended> texts) {
    for (Place at : created) {
      entries.add(Place.pointerInSnapshot(at));
    }
    for (Growth one : grown) {
      texts.add(new Appended(Place.pointerInSnapshot(one.at()), one.piece()));
    }
  }

  /** The text that the last delta has grown, if it did nothing else; else null. */
  GrownText onlyGrowth() {
    return grown.size() == 1 && created.isEmpty() && notes.isEmpty() ? journal.onlyGrowth() : null;
  }

  /** Where in the last delta the piece stood that a text grew by first. */
  String growthPointer() {
    return Place.pointer(grown.get(0).at());
  }

  /** The values that raw texts spell are put where they belong; what is no JSON is a fault. */
  List<Diagnostic> parseRaw() {
    return addresses.parseRaw();
  }

  /** Begins with the next delta. */
  void forget() {
    journal.clear();
    notes.clear();
    created.clear();
    grown.clear();
  }

  /** Applies one delta to a root: wholly or, in strict mode, not at all. */
  Diagnostic push(Grown root, RecordRules rules, JsonNode delta) {
    forget();
    Diagnostic fault =
        delta instanceof ObjectNode object
            ? record(rules, root, object, null)
            : Diagnostic.at(DeltaCode.INVALID_TYPE, null);
    if (fault == null) {
      return null;
    }
    takeBack(0, 0, 0);
    if (isStrict) {
      return fault;
    }
    notes.add(fault);
    return null;
  }

  private void takeBack(int mark, int made, int grew) {
    journal.undo(mark);
    created.subList(made, created.size()).clear();
    grown.subList(grew, grown.size()).clear();
  }

  // --- objects ---

  private Diagnostic record(RecordRules rules, Grown target, ObjectNode delta, Place at) {
    int seen = 0;
    for (MemberRule rule : rules.members()) {
      JsonNode value = delta.get(rule.member());
      if (value == null) {
        continue;
      }
      seen++;
      if (rule.rule() == MemberRule.Rule.SKIP) {
        continue;
      }
      int mark = journal.mark();
      int made = created.size();
      int grew = grown.size();
      Place here = Place.member(at, rule.member(), rule.into());
      Diagnostic fault =
          rule.path() != null
              ? addresses.reach(rule, target, delta, value, here)
              : member(rule, target, value, here);
      if (fault != null) {
        if (isStrict || Place.isInEntry(here) && fault.isConflict()) {
          return fault;
        }
        takeBack(mark, made, grew);
        notes.add(fault);
      }
      sayNothing(rule, target, value);
    }
    if (seen < delta.size()) {
      overwriteUndeclared(rules, target, delta);
    }
    return null;
  }

  /** What does nothing is left out, but where every delta must have the member. */
  private void sayNothing(MemberRule rule, Grown target, JsonNode value) {
    if (isComposing
        && rule.mustBeSaid()
        && !target.members.containsKey(rule.into())
        && !value.isNull()
        && rule.mine().fits(value)) {
      journal.set(target.members, rule.into(), nothing(value));
    }
  }

  private static JsonNode nothing(JsonNode value) {
    if (value.isTextual()) {
      return TextNode.valueOf("");
    }
    return value.isArray() ? Json.NODES.arrayNode() : Json.object();
  }

  private void overwriteUndeclared(RecordRules rules, Grown target, ObjectNode delta) {
    for (Iterator<Map.Entry<String, JsonNode>> all = delta.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> member = all.next();
      if (!rules.isTaken(member.getKey())) {
        overwrite(target, member.getKey(), member.getValue());
      }
    }
  }

  /** Replaces a member that nothing declares; null only where there was nothing. */
  private void overwrite(Grown target, String name, JsonNode value) {
    if (!value.isNull() || !target.members.containsKey(name)) {
      journal.set(target.members, name, Json.copy(value));
    }
  }

  /** One member: null first, then the value's type, then what does nothing, the state, the rule. */
  Diagnostic member(MemberRule rule, Grown target, JsonNode value, Place at) {
    Object slot = target.members.get(rule.into());
    if (value.isNull()) {
      return nullMember(rule, target, slot, at);
    }
    if (!rule.mine().fits(value)) {
      return Diagnostic.at(DeltaCode.INVALID_TYPE, at);
    }
    if (rule.isRaw() && !isComposing && value.isTextual()) {
      addresses.gatherRaw(target, rule.into(), value.textValue(), at);
      return null;
    }
    if (rule.rule() == MemberRule.Rule.APPEND && isEmpty(value)) {
      return null;
    }
    boolean growsAsItIs =
        rule.rule() == MemberRule.Rule.MERGE || rule.rule() == MemberRule.Rule.REPLACE;
    if (!growsAsItIs && !Slots.isNothing(slot) && !rule.theirs().fits(slot)) {
      return Diagnostic.at(DeltaCode.INVALID_TYPE, at);
    }
    switch (rule.rule()) {
      case APPEND -> append(target, rule.into(), slot, value, at);
      case ONCE -> {
        return once(target, rule.into(), slot, value, at);
      }
      case SUM -> journal.set(target.members, rule.into(), Numbers.plus(slot, value));
      case MERGE -> {
        return parts(rule, target, slot, value, at);
      }
      default -> journal.set(target.members, rule.into(), Json.copy(value));
    }
    return null;
  }

  private Diagnostic nullMember(MemberRule rule, Grown target, Object slot, Place at) {
    if (!rule.mine().takesNull()) {
      return Diagnostic.at(DeltaCode.INVALID_TYPE, at);
    }
    switch (rule.ifNull()) {
      case REMOVE -> journal.remove(target.members, rule.into());
      case SET -> journal.set(target.members, rule.into(), NullNode.getInstance());
      case KEEP -> {
        if (slot == null) {
          journal.set(target.members, rule.into(), NullNode.getInstance());
        }
      }
    }
    return null;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isTextual()
        ? value.textValue().isEmpty()
        : value.isContainerNode() && value.isEmpty();
  }

  private void append(Grown target, String name, Object slot, JsonNode value, Place at) {
    if (value.isArray()) {
      ArrayNode longer = Json.NODES.arrayNode();
      if (slot instanceof ArrayNode before) {
        longer.addAll(before);
      }
      value.forEach(item -> longer.add(Json.copy(item)));
      journal.set(target.members, name, longer);
      return;
    }
    String piece = value.textValue();
    if (slot instanceof GrownText text) {
      journal.append(text, piece);
    } else {
      GrownText text = new GrownText(slot instanceof TextNode before ? before.textValue() : "", at);
      text.append(piece);
      journal.set(target.members, name, text);
    }
    grown.add(new Growth(at, piece));
  }

  private Diagnostic once(Grown target, String name, Object slot, JsonNode value, Place at) {
    boolean isUnsaid = Slots.isNothing(slot) || isEmptyText(Slots.plain(slot));
    if (isUnsaid) {
      journal.set(target.members, name, Json.copy(value));
    } else if (!isEmptyText(value) && !Json.equal(Slots.plain(slot), value)) {
      return Diagnostic.at(DeltaCode.CONFLICT, at);
    }
    return null;
  }

  private static boolean isEmptyText(JsonNode value) {
    return value.isTextual() && value.textValue().isEmpty();
  }

  /** A value that is merged. What says nothing makes nothing. */
  private Diagnostic parts(MemberRule rule, Grown target, Object slot, JsonNode value, Place at) {
    if (isEmpty(value)) {
      return null;
    }
    if (value instanceof ArrayNode items) {
      return entries(rule, target, slot, items, at);
    }
    ObjectNode delta = (ObjectNode) value;
    if (Slots.isNothing(slot)) {
      return newPart(rule, target, delta, at);
    }
    Grown given = Grown.lift(slot);
    if (given == null) {
      return Diagnostic.at(DeltaCode.INVALID_TYPE, at);
    }
    if (slot != given) {
      journal.set(target.members, rule.into(), given);
    }
    return part(rule, given, false, delta, at);
  }

  private Diagnostic newPart(MemberRule rule, Grown target, ObjectNode delta, Place at) {
    boolean isOpen = rule.record() == null && rule.union() == null;
    Grown made =
        new Grown(isOpen && rule.theirs().kind == Shape.Kind.RECORD ? rule.theirs() : null);
    Diagnostic fault = part(rule, made, true, delta, at);
    if (fault == null && (rule.union() != null || saysSomething(made))) {
      journal.set(target.members, rule.into(), made);
    }
    return fault;
  }

  private Diagnostic part(
      MemberRule rule, Grown target, boolean isNew, ObjectNode delta, Place at) {
    if (rule.record() == null && rule.union() == null) {
      return open(rule, target, delta, at);
    }
    return object(rule, target, isNew, delta, at);
  }

  /** Whether a new object is more than completion makes of an empty one. */
  private static boolean saysSomething(Grown made) {
    return !Json.equal(Slots.view(made), Slots.view(new Grown(made.made)));
  }

  /** A delta of a record or of a tagged variant. */
  private Diagnostic object(
      MemberRule rule, Grown target, boolean isNew, ObjectNode delta, Place at) {
    RecordRules rules = rule.record();
    if (rule.union() != null) {
      String tagName = rule.union().tag;
      Diagnostic fault = lookAtTag(rule.union(), delta, at);
      if (fault != null) {
        return fault;
      }
      JsonNode tag = delta.get(tagName);
      Object before = target.members.get(tagName);
      if (before != null && !Json.equal(Slots.plain(before), tag)) {
        return Diagnostic.at(DeltaCode.VARIANT_CONFLICT, at, tagName);
      }
      rules = rule.union().variants.get(tag.textValue());
      if (rules == null) {
        return opaque(rule, target, delta, at);
      }
    }
    if (isNew) {
      target.made = rules.snapshot;
    }
    return record(rules, target, delta, at);
  }

  private static Diagnostic lookAtTag(UnionRules union, ObjectNode delta, Place at) {
    JsonNode tag = delta.get(union.tag);
    if (tag == null) {
      return Diagnostic.at(DeltaCode.MISSING_DISCRIMINATOR, at, union.tag);
    }
    return tag.isTextual() ? null : Diagnostic.at(DeltaCode.INVALID_TYPE, at, union.tag);
  }

  /** A variant that nobody knows: its members are replaced, its address left out. */
  private Diagnostic opaque(MemberRule rule, Grown target, ObjectNode delta, Place at) {
    Diagnostic fault = Diagnostic.at(DeltaCode.UNKNOWN_VARIANT, at, rule.union().tag);
    if (isStrict) {
      return fault;
    }
    notes.add(fault);
    for (Iterator<Map.Entry<String, JsonNode>> all = delta.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> member = all.next();
      if (!rule.key().contains(member.getKey())) {
        overwrite(target, member.getKey(), member.getValue());
      }
    }
    return null;
  }

  /** A delta of an open object: each member is replaced. */
  private Diagnostic open(MemberRule rule, Grown target, ObjectNode delta, Place at) {
    Shape inner = rule.mine().kind == Shape.Kind.MAP ? rule.mine().inner : Shape.ANYTHING;
    for (String name : Json.sortedNames(delta)) {
      JsonNode value = delta.get(name);
      if (value.isNull() ? inner.takesNull() : inner.fits(value)) {
        overwrite(target, name, value);
        continue;
      }
      Diagnostic fault = Diagnostic.at(DeltaCode.INVALID_TYPE, at, name);
      if (isStrict) {
        return fault;
      }
      notes.add(fault);
    }
    return null;
  }

  // --- lists by key ---

  private Diagnostic entries(
      MemberRule rule, Grown target, Object slot, ArrayNode items, Place at) {
    Keyed list = rule.listOf(slot);
    if (list == null) {
      return Diagnostic.at(DeltaCode.INVALID_TYPE, at);
    }
    boolean isNew = Slots.isNothing(slot);
    if (slot != list && !isNew) {
      journal.set(target.members, rule.into(), list);
    }
    for (int i = 0; i < items.size(); i++) {
      int mark = journal.mark();
      int made = created.size();
      int grew = grown.size();
      Diagnostic fault = entry(rule, list, items.get(i), Place.entry(at, i));
      if (fault != null) {
        if (isStrict) {
          return fault;
        }
        takeBack(mark, made, grew);
        notes.add(fault);
      }
    }
    if (isNew && !list.entries.isEmpty()) {
      journal.set(target.members, rule.into(), list);
    }
    return null;
  }

  private Diagnostic entry(MemberRule rule, Keyed list, JsonNode item, Place at) {
    if (!(item instanceof ObjectNode delta)) {
      return Diagnostic.at(DeltaCode.INVALID_TYPE, at);
    }
    String keyName = rule.keyName(delta);
    if (keyName == null) {
      return Diagnostic.at(DeltaCode.MISSING_KEY, at, rule.key().get(0));
    }
    Keyed.Key key = MemberRule.legalKey(delta.get(keyName), rule.hasTextKey());
    if (key == null) {
      return Diagnostic.at(DeltaCode.BAD_KEY, at, keyName);
    }
    at.show(key.toString());
    Keyed.Entry there = list.find(key);
    if (there == null) {
      Grown made = new Grown();
      Diagnostic fault = object(rule, made, true, delta, at);
      if (fault == null) {
        journal.add(list, key, made);
        created.add(at);
      }
      return fault;
    }
    Grown given = Grown.lift(there.slot);
    if (given == null) { // the tag is looked at before the state
      Diagnostic fault = rule.union() == null ? null : lookAtTag(rule.union(), delta, at);
      return fault != null ? fault : Diagnostic.at(DeltaCode.INVALID_TYPE, at);
    }
    there.slot = given;
    return object(rule, given, false, delta, at);
  }
}
