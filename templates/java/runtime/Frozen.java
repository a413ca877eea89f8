package specloom.runtime;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;

/**
 * Lists and maps that nobody can change, null in them or not, and that need not be copied again.
 */
final class Frozen {
  private Frozen() {}

  static <T> List<T> list(List<T> items) {
    if (items == null || items instanceof FrozenList) {
      return items;
    }
    return items.isEmpty() ? List.of() : new FrozenList<>(items.toArray());
  }

  /** The list of what an array holds, which is not used any more elsewhere. */
  static <T> List<T> listOf(Object[] items) {
    return new FrozenList<>(items);
  }

  static <T> Map<String, T> map(Map<String, T> members) {
    if (members == null || members instanceof FrozenMap) {
      return members;
    }
    return members.isEmpty() ? Map.of() : new FrozenMap<>(new LinkedHashMap<>(members));
  }

  /** The map of what another holds, which is not used any more elsewhere. */
  static <T> Map<String, T> mapOf(LinkedHashMap<String, T> members) {
    return new FrozenMap<>(members);
  }

  private static final class FrozenList<T> extends AbstractList<T> implements RandomAccess {
    private final Object[] items;

    FrozenList(Object[] items) {
      this.items = items;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(int index) {
      return (T) items[index];
    }

    @Override
    public int size() {
      return items.length;
    }

    /** Nothing changes the list meanwhile, so there is nothing to watch for. */
    @Override
    @SuppressWarnings("unchecked")
    public Iterator<T> iterator() {
      return (Iterator<T>) Arrays.asList(items).iterator();
    }
  }

  private static final class FrozenMap<T> extends AbstractMap<String, T> {
    private final Map<String, T> members;

    FrozenMap(LinkedHashMap<String, T> members) {
      this.members = Collections.unmodifiableMap(members);
    }

    @Override
    public T get(Object name) {
      return members.get(name);
    }

    @Override
    public boolean containsKey(Object name) {
      return members.containsKey(name);
    }

    @Override
    public Set<Map.Entry<String, T>> entrySet() {
      return members.entrySet();
    }
  }
}
