package specloom.runtime;

import java.util.List;

/**
 * What an event has done.
 *
 * @param event its name; null where it had none
 * @param target the kind of object that it acted on, or null
 * @param id the object's id, or null
 * @param created pointers of list entries that are new
 * @param appended the texts that were appended
 * @param isClosed whether the object is final now
 */
public record StreamChange(
    String event,
    String target,
    String id,
    List<String> created,
    List<Appended> appended,
    boolean isClosed) {
  static StreamChange of(String event) {
    return new StreamChange(event, null, null, List.of(), List.of(), false);
  }
}
