package specloom.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects of one kind that a stream has built so far, by id, in the order in which they began.
 *
 * @param <S> what they are
 */
public final class Gathered<S> {
  private final Course course;
  private final Codec<S> codec;

  Gathered(Course course, Codec<S> codec) {
    this.course = course;
    this.codec = codec;
  }

  /** How many there are. */
  public int size() {
    return course.lives().size();
  }

  /** The ids. */
  public Set<String> ids() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(course.lives().keySet()));
  }

  /** The object with an id as it is now. */
  public Optional<S> get(String id) {
    return Optional.ofNullable(course.lives().get(id)).map(this::shown);
  }

  /** Every object as it is now. */
  public Map<String, S> all() {
    Map<String, S> all = new LinkedHashMap<>();
    course.lives().forEach((id, life) -> all.put(id, shown(life)));
    return all;
  }

  /** Whether the object with an id is final. */
  public boolean isClosed(String id) {
    Course.Life life = course.lives().get(id);
    return life != null && life.isClosed;
  }

  @SuppressWarnings("unchecked")
  private S shown(Course.Life life) {
    if (life.shown == null) {
      life.shown = codec.read(Slots.view(life.root));
    }
    return (S) life.shown;
  }
}
