package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Members of a delta that act elsewhere than where they stand: at a path, or on text that is parsed
 * in the end.
 */
final class Addresses {
  /** Text gathered for a member that the snapshot holds as the JSON value it spells. */
  private record RawText(Grown holder, String name, GrownText text, String pointer) {}

  private final Fold fold;
  private final List<RawText> raws = new ArrayList<>();

  Addresses(Fold fold) {
    this.fold = fold;
  }

  /** Carries out a rule at the place in the snapshot that an address names. */
  Diagnostic reach(MemberRule rule, Grown root, ObjectNode delta, JsonNode value, Place at) {
    int last = rule.path().size() - 1;
    Object here = root;
    for (MemberRule.Step step : rule.path().subList(0, last)) {
      if (step.isEntry()) {
        Diagnostic fault = addressFault(delta, step, at);
        if (fault != null) {
          return fault;
        }
        here = entryAt(here, addressIn(delta, step));
      } else {
        here = memberAt(here, step.name());
      }
      if (here == null) {
        return Diagnostic.at(DeltaCode.UNKNOWN_TARGET, at);
      }
    }
    MemberRule.Step step = rule.path().get(last);
    if (step.isEntry()) {
      return place(rule, here, step, delta, value, at);
    }
    if (here instanceof Grown target) {
      return fold.member(rule.moved(step.name()), target, value, at);
    }
    return Diagnostic.at(DeltaCode.UNKNOWN_TARGET, at);
  }

  private Object entryAt(Object here, Keyed.Key key) {
    Keyed.Entry entry = here instanceof Keyed list ? list.find(key) : null;
    if (entry == null) {
      return null;
    }
    Grown given = Grown.lift(entry.slot);
    if (given != null) {
      entry.slot = given;
    }
    return entry.slot;
  }

  private Object memberAt(Object here, String name) {
    if (!(here instanceof Grown target)) {
      return null;
    }
    Object slot = target.members.get(name);
    Object ready = Grown.lift(slot);
    if (ready == null) {
      ready = Slots.isNothing(slot) ? null : MemberRule.POSITIONS.listOf(slot);
    }
    if (ready != null && ready != slot) {
      fold.journal.set(target.members, name, ready);
    }
    return ready;
  }

  /** Puts a whole entry under a key. */
  private Diagnostic place(
      MemberRule rule,
      Object here,
      MemberRule.Step step,
      ObjectNode delta,
      JsonNode value,
      Place at) {
    Diagnostic fault = addressFault(delta, step, at);
    if (fault != null) {
      return fault;
    }
    if (!(here instanceof Keyed list)) {
      return Diagnostic.at(DeltaCode.UNKNOWN_TARGET, at);
    }
    if (value.isNull() || !rule.mine().fits(value)) {
      return Diagnostic.at(DeltaCode.INVALID_TYPE, at);
    }
    Keyed.Key key = addressIn(delta, step);
    Keyed.Entry entry = list.find(key);
    if (entry == null) {
      fold.journal.add(list, key, Json.copy(value));
    } else {
      fold.journal.replace(entry, Json.copy(value));
    }
    return null;
  }

  private static Keyed.Key addressIn(ObjectNode delta, MemberRule.Step step) {
    return MemberRule.legalKey(delta.get(step.name()), false);
  }

  private static Diagnostic addressFault(ObjectNode delta, MemberRule.Step step, Place at) {
    if (!delta.has(step.name())) {
      return Diagnostic.at(DeltaCode.MISSING_KEY, at.above(), step.name());
    }
    return addressIn(delta, step) == null
        ? Diagnostic.at(DeltaCode.BAD_KEY, at.above(), step.name())
        : null;
  }

  /** Appends to the raw text of a member. */
  void gatherRaw(Grown holder, String name, String piece, Place at) {
    for (RawText raw : raws) {
      if (raw.holder() == holder && raw.name().equals(name)) {
        fold.journal.append(raw.text(), piece);
        return;
      }
    }
    GrownText text = new GrownText("", at);
    raws.add(new RawText(holder, name, text, text.pointer()));
    fold.journal.append(text, piece);
  }

  List<Diagnostic> parseRaw() {
    List<Diagnostic> faults = new ArrayList<>();
    for (RawText raw : raws) {
      if (raw.text().length() > 0) {
        try {
          raw.holder().members.put(raw.name(), Json.parse(raw.text().toString()));
        } catch (DecodeException noJson) {
          faults.add(new Diagnostic(DeltaCode.INVALID_TYPE, raw.pointer(), null, -1));
        }
      }
    }
    return faults;
  }
}
