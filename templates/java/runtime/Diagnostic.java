package specloom.runtime;

/**
 * Why a delta or an event does not fit what was gathered.
 *
 * @param code what kind of fault it is
 * @param pointer a JSON pointer into the delta; in streams, into the event; for gaps and
 *     differences, into the snapshot
 * @param target the id of the object in a stream, or null
 * @param index the position of the delta or event, counted from 0; -1 where there is none
 */
public record Diagnostic(DeltaCode code, String pointer, String target, int index) {
  static Diagnostic at(DeltaCode code, Place at) {
    return new Diagnostic(code, Place.pointer(at), null, -1);
  }

  static Diagnostic at(DeltaCode code, Place at, String member) {
    return at(code, Place.member(at, member));
  }

  Diagnostic numbered(int index) {
    return new Diagnostic(code, pointer, target, index);
  }

  Diagnostic within(String prefix, String target, int index) {
    return new Diagnostic(code, prefix + pointer, target, index);
  }

  boolean isConflict() {
    return code == DeltaCode.CONFLICT || code == DeltaCode.VARIANT_CONFLICT;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(code.wire());
    text.append(" at \"").append(pointer).append('"');
    if (index >= 0) {
      text.append(" (number ").append(index).append(')');
    }
    if (target != null && !target.isEmpty()) {
      text.append(" of \"").append(target).append('"');
    }
    return text.toString();
  }
}
