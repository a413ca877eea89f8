package specloom.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every change of a delta and the way back, so that it can be undone wholly or in part. */
final class Journal {
  private final List<Runnable> back = new ArrayList<>();
  private GrownText grown;

  int mark() {
    return back.size();
  }

  void clear() {
    back.clear();
    grown = null;
  }

  /** The text that has grown, if nothing else was done; else null. */
  GrownText onlyGrowth() {
    return back.size() == 1 ? grown : null;
  }

  void undo(int mark) {
    grown = null;
    for (int i = back.size() - 1; i >= mark; i--) {
      back.remove(i).run();
    }
  }

  void set(Map<String, Object> members, String name, Object slot) {
    Object before = members.put(name, slot);
    back.add(before == null ? () -> members.remove(name) : () -> members.put(name, before));
  }

  void remove(Map<String, Object> members, String name) {
    Object before = members.remove(name);
    if (before != null) {
      back.add(() -> members.put(name, before));
    }
  }

  void append(GrownText text, String piece) {
    int length = text.length();
    text.append(piece);
    grown = text;
    back.add(() -> text.cut(length));
  }

  void add(Keyed list, Keyed.Key key, Object slot) {
    list.add(key, slot);
    back.add(() -> list.remove(key));
  }

  void replace(Keyed.Entry entry, Object slot) {
    Object before = entry.slot;
    entry.slot = slot;
    back.add(() -> entry.slot = before);
  }
}
