package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers one object from its deltas. In strict mode an illegal delta is a {@link DeltaException}
 * and changes nothing; in lenient mode what is illegal in it is skipped and listed by {@link
 * #diagnostics()}. Not safe for concurrent use.
 *
 * @param <S> the snapshot
 * @param <D> the delta
 */
public class Accumulator<S, D> {
  private final Growth<S, D> growth;
  private final RecordRules rules;
  private final Fold fold;
  private final Grown root;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Texts texts = new Texts();
  private final Since<D> since;
  private int pushed;
  private S current;

  /** Begins with an object, or with nothing where {@code initial} is null. */
  protected Accumulator(Growth<S, D> growth, S initial, Mode mode) {
    this.growth = growth;
    this.rules = growth.rules();
    this.fold = new Fold(mode);
    this.root =
        initial != null && growth.snapshot().write(initial) instanceof ObjectNode given
            ? new Grown(given)
            : new Grown(rules.snapshot);
    this.since = new Since<>(rules, mode, growth.delta()::write);
  }

  /**
   * Continues texts that are there, if that is all a delta does: the short way, which generated
   * code overrides.
   *
   * @return whether the delta is done with
   */
  protected boolean continueTexts(Spot object, D delta, Texts texts) {
    return false;
  }

  /** Applies a delta. */
  public final void push(D delta) {
    texts.clear();
    if (continueTexts(texts.at(root), delta, texts)) {
      if (current != null) {
        current = null;
      }
      pushed++;
      since.addContinued(delta, texts);
    } else {
      texts.takeBack();
      since.add(apply(growth.delta().write(delta)));
    }
  }

  /** Applies a delta that is given as JSON, and keeps nothing of it. */
  public final void pushJson(JsonNode delta) {
    since.add(Json.copy(apply(delta)));
  }

  private JsonNode apply(JsonNode delta) {
    int index = pushed++;
    texts.forget();
    Diagnostic fault = fold.push(root, rules, delta);
    fold.notes().forEach(note -> diagnostics.add(note.numbered(index)));
    if (fault != null) {
      throw new DeltaException(fault.numbered(index));
    }
    current = null;
    return delta;
  }

  /** The object so far: the same until something changes it. */
  public final S current() {
    if (current == null) {
      current = growth.snapshot().read(Slots.view(root));
    }
    return current;
  }

  /** The object so far; later deltas do not change it. */
  public final S snapshot() {
    return current();
  }

  /** The object so far as JSON. */
  public final JsonNode snapshotJson() {
    return Slots.view(root).deepCopy();
  }

  /**
   * The text at a JSON pointer into the snapshot (entries of lists by their keys) as it grows,
   * without putting it together: for reading between two pushes. Empty where there is none.
   */
  public final CharSequence text(String pointer) {
    Object slot = root;
    for (String step : pointer.split("/", -1)) {
      if (slot != root || !step.isEmpty()) {
        slot = Grown.step(slot, step.replace("~1", "/").replace("~0", "~"));
      }
    }
    if (slot instanceof GrownText text) {
      return text.live();
    }
    return slot instanceof JsonNode json && json.isTextual() ? json.textValue() : "";
  }

  /** The lists in which entries are missing, as pointers into the snapshot. */
  public final List<String> gaps() {
    return Algebra.gaps(rules, root, null);
  }

  /** Looks for gaps, then gives a snapshot. In strict mode a gap is an exception. */
  public final S finish() {
    List<Diagnostic> faults = new ArrayList<>(fold.parseRaw());
    texts.forget();
    current = null;
    gaps().forEach(gap -> faults.add(new Diagnostic(DeltaCode.INDEX_GAP, gap, null, -1)));
    if (fold.isStrict && !faults.isEmpty()) {
      throw new DeltaException(faults.get(0));
    }
    diagnostics.addAll(faults);
    return snapshot();
  }

  /** One delta equal to all that were pushed since the start or the last {@link #mark()}. */
  public final D compact() {
    return growth.delta().read(since.whole());
  }

  /** Makes the next {@link #compact()} begin here. */
  public final void mark() {
    since.clear();
  }

  /** What lenient mode has skipped. */
  public final List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }
}
