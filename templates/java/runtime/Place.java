package specloom.runtime;

/** A step on the way to a value: the name of a member, or a position in a list. */
final class Place {
  private final Place above;
  private final String name;

  /** The step in the snapshot: the member's name there, the entry's key. */
  private String shown;

  private boolean isInEntry;

  private Place(Place above, String name) {
    this.above = above;
    this.name = name;
    this.shown = name;
    this.isInEntry = above != null && above.isInEntry;
  }

  /** The whole is no place: null. */
  static Place member(Place above, String name) {
    return new Place(above, name);
  }

  static Place member(Place above, String name, String shown) {
    Place place = new Place(above, name);
    place.shown = shown;
    return place;
  }

  static Place item(Place above, int index) {
    return new Place(above, Integer.toString(index));
  }

  /** An entry of a list, which conflicts inside it spoil. */
  static Place entry(Place above, int index) {
    Place place = item(above, index);
    place.isInEntry = true;
    return place;
  }

  Place above() {
    return above;
  }

  /** Whether a list entry lies around it. */
  static boolean isInEntry(Place at) {
    return at != null && at.isInEntry;
  }

  /** Says by which key the snapshot's list has the entry. */
  void show(String key) {
    shown = key;
  }

  /** The way as a JSON pointer. */
  static String pointer(Place at) {
    StringBuilder text = new StringBuilder();
    spell(at, false, text);
    return text.toString();
  }

  /** The way as a JSON pointer into the snapshot, entries of lists by their keys. */
  static String pointerInSnapshot(Place at) {
    StringBuilder text = new StringBuilder();
    spell(at, true, text);
    return text.toString();
  }

  private static void spell(Place at, boolean inSnapshot, StringBuilder text) {
    if (at != null) {
      spell(at.above, inSnapshot, text);
      String step = inSnapshot ? at.shown : at.name;
      boolean isPlain = step.indexOf('~') < 0 && step.indexOf('/') < 0;
      text.append('/').append(isPlain ? step : step.replace("~", "~0").replace("/", "~1"));
    }
  }
}
