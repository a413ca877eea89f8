package specloom.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A list merged by key: entries in the order in which snapshots list them. */
final class Keyed {
  /** What names an entry: a text, or a number. */
  record Key(long number, String text) {
    static Key of(long number) {
      return new Key(number, null);
    }

    static Key of(String text) {
      return new Key(-1, text);
    }

    boolean isText() {
      return text != null;
    }

    JsonNode json() {
      return isText() ? TextNode.valueOf(text) : LongNode.valueOf(number);
    }

    @Override
    public String toString() {
      return isText() ? text : Long.toString(number);
    }
  }

  /** An entry and its key. */
  static final class Entry {
    final Key key;
    Object slot;

    Entry(Key key, Object slot) {
      this.key = key;
      this.slot = slot;
    }
  }

  final MemberRule rule;
  final List<Entry> entries = new ArrayList<>();
  private final Map<String, Entry> texts = new HashMap<>();

  Keyed(MemberRule rule) {
    this.rule = rule;
  }

  /** The entry with a key, or null. */
  Entry find(Key key) {
    if (key.isText()) {
      return texts.get(key.text());
    }
    int position = position(key.number());
    return position >= 0 ? entries.get(position) : null;
  }

  /** The entry with a number for its key, or null. */
  Entry find(long number) {
    if (number >= 0 && number < entries.size()) { // where no key is missing, it is the position
      Entry entry = entries.get((int) number);
      if (entry.key.number() == number) {
        return entry;
      }
    }
    int position = position(number);
    return position >= 0 ? entries.get(position) : null;
  }

  /** Where the entry is; else, as a negative number, one before where it belongs. */
  private int position(long number) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long there = entries.get(middle).key.number();
      if (there == number) {
        return middle;
      }
      if (there < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Puts a new entry where its key belongs. */
  void add(Key key, Object slot) {
    insert(key.isText() ? entries.size() : -position(key.number()) - 1, key, slot);
  }

  void insert(int position, Key key, Object slot) {
    Entry entry = new Entry(key, slot);
    entries.add(position, entry);
    if (key.isText()) {
      texts.put(key.text(), entry);
    }
  }

  void remove(Key key) {
    if (key.isText()) {
      entries.remove(texts.remove(key.text()));
    } else {
      entries.remove(position(key.number()));
    }
  }

  /** Whether the keys are not 0 to n - 1. */
  boolean hasGap() {
    int last = entries.size() - 1;
    return last >= 0 && (entries.get(last).key.isText() || entries.get(last).key.number() != last);
  }
}
