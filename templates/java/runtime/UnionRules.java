package specloom.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the variants of a tagged delta union act on those of a snapshot union. */
final class UnionRules {
  final String tag;
  final Map<String, RecordRules> variants = new LinkedHashMap<>();
  private UnionRules mirrored;

  UnionRules(String tag) {
    this.tag = tag;
  }

  UnionRules mirror() {
    synchronized (RecordRules.MIRRORING) {
      if (mirrored == null) {
        mirrored = new UnionRules(tag);
        variants.forEach((name, rules) -> mirrored.variants.put(name, rules.mirror()));
      }
      return mirrored;
    }
  }
}
