// Says in the end what of the corpus passed, and what was skipped, by name and with the reason. The file that
// SPECLOOM_REPORT names gets the same as JSON.
import { writeFileSync } from "node:fs";
import { basename } from "node:path";

export default async function* report(events) {
  const passed = { vectors: 0, accepted: 0, refused: 0, streams: 0 };
  const skipped = [];
  for await (const { type, data } of events) {
    if (type !== "test:pass" || data.nesting > 0) continue;
    const kind = kindOf(data);
    if (data.skip !== undefined) skipped.push({ id: idOf(data.name), reason: data.skip });
    else if (kind !== undefined) passed[kind]++;
  }
  skipped.sort((one, other) => (one.id < other.id ? -1 : 1));
  if (process.env.SPECLOOM_REPORT) {
    const ids = skipped.map(({ id }) => id);
    const all = { language: "TypeScript", ...passed, skipped: ids };
    writeFileSync(process.env.SPECLOOM_REPORT, `${JSON.stringify(all)}\n`);
  }
  const { vectors, accepted, refused, streams } = passed;
  yield `\npassed: ${vectors} vectors, ${accepted} accepted and ${refused} refused examples, ${streams} streams\n`;
  for (const { id, reason } of skipped) yield `skipped: ${id} (${reason})\n`;
}

/** What of the corpus a test of the package is about, if it is. */
function kindOf({ file, name }) {
  switch (basename(file ?? "")) {
    case "conformance.test.js":
      return "vectors";
    case "examples.test.js":
      return name.includes(" accepts ") ? "accepted" : "refused";
    case "streams.test.js":
      return "streams";
    default:
      return undefined;
  }
}

/** Vectors are named by their id and their title. */
function idOf(name) {
  return name.split(": ", 1)[0];
}
