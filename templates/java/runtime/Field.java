package specloom.runtime;

import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A member that may be absent, null, or a value, where all three mean something.
 *
 * @param <T> what the value is
 */
public sealed interface Field<T> {
  /** The member is not there. */
  record Absent<T>() implements Field<T> {
    private static final Absent<?> INSTANCE = new Absent<>();
  }

  /** The member is null. */
  record Null<T>() implements Field<T> {
    private static final Null<?> INSTANCE = new Null<>();
  }

  /**
   * The member has a value.
   *
   * @param value the value, never null
   */
  record Value<T>(T value) implements Field<T> {
    /** Refuses null, which {@link Null} stands for. */
    public Value {
      if (value == null) {
        throw new IllegalArgumentException("the value of a field is not null: use Field.ofNull()");
      }
    }
  }

  /** A member that is not there. */
  @SuppressWarnings("unchecked")
  static <T> Field<T> absent() {
    return (Field<T>) Absent.INSTANCE;
  }

  /** A member that is null. */
  @SuppressWarnings("unchecked")
  static <T> Field<T> ofNull() {
    return (Field<T>) Null.INSTANCE;
  }

  /** A member with a value. */
  static <T> Field<T> of(T value) {
    return new Value<>(value);
  }

  /** What is given, or a member that is not there for null. */
  static <T> Field<T> orAbsent(Field<T> field) {
    return field == null ? absent() : field;
  }

  /** Whether the member is not there. */
  default boolean isAbsent() {
    return this instanceof Absent;
  }

  /** Whether the member is null. */
  default boolean isNull() {
    return this instanceof Null;
  }

  /** Whether the member has a value. */
  default boolean isPresent() {
    return this instanceof Value;
  }

  /** The value, if there is one. */
  default Optional<T> toOptional() {
    return this instanceof Value<T> it ? Optional.of(it.value()) : Optional.empty();
  }

  /** The value; there must be one. */
  default T get() {
    return toOptional().orElseThrow(() -> new NoSuchElementException("the field has no value"));
  }
}
