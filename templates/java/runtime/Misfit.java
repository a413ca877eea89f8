package specloom.runtime;

/** A value of another kind than declared, on its way to the object that keeps it as it came. */
final class Misfit extends RuntimeException {
  static final Misfit INSTANCE = new Misfit();

  private static final long serialVersionUID = 1L;

  private Misfit() {
    super("a value of another kind", null, false, false);
  }
}
