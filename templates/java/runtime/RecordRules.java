package specloom.runtime;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How a delta record acts on a snapshot record, member by member. */
final class RecordRules {
  /** One lock for all: rules lead to each other in circles. */
  static final Object MIRRORING = new Object();

  final Shape snapshot;
  private final Shape delta;
  private List<MemberRule> members = List.of();

  /** Names that have a place, in the delta or in the snapshot. */
  private final Set<String> taken = new HashSet<>();

  private RecordRules mirrored;

  RecordRules(Shape delta, Shape snapshot) {
    this.delta = delta;
    this.snapshot = snapshot;
  }

  void setMembers(List<MemberRule> members) {
    this.members = members;
    for (MemberRule one : members) {
      taken.add(one.member());
      if (!one.into().isEmpty()) {
        taken.add(one.into());
      }
    }
  }

  List<MemberRule> members() {
    return members;
  }

  boolean isTaken(String name) {
    return taken.contains(name);
  }

  /** The rules of a delta on itself: the way deltas are composed. */
  RecordRules mirror() {
    synchronized (MIRRORING) {
      if (mirrored == null) {
        mirrored = new RecordRules(delta, delta);
        mirrored.setMembers(members.stream().map(MemberRule::mirrored).toList());
      }
      return mirrored;
    }
  }
}
