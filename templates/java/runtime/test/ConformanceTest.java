package specloom.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import specloom.Codecs;
import specloom.Subjects;

/**
 * The conformance vectors: {@code SPECLOOM_VECTORS} names their folder, {@code SPECLOOM_SPEC} the
 * spec with its examples and streams. Without them the checkout around this project is looked at;
 * outside of one these tests are skipped. {@code SPECLOOM_REPORT} names a file for what passed.
 */
class ConformanceTest {
  private static final AtomicInteger VECTORS = new AtomicInteger();
  private static final AtomicInteger ACCEPTED = new AtomicInteger();
  private static final AtomicInteger REFUSED = new AtomicInteger();
  private static final AtomicInteger STREAMS = new AtomicInteger();

  private static Path folder(String variable, String beside) {
    String named = System.getenv(variable);
    Path path = Path.of(named == null ? beside : named);
    assumeTrue(
        Files.isDirectory(path), () -> variable + " names no folder, and there is no " + path);
    return path;
  }

  /** The files that match a pattern below a folder, in order. */
  private static List<Path> files(Path folder, String pattern) throws IOException {
    var matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern);
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> found =
          all.filter(path -> matcher.matches(folder.relativize(path))).sorted().toList();
      assertFalse(found.isEmpty(), () -> "no " + pattern + " in " + folder);
      return found;
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return Json.parse(Files.readAllBytes(file));
  }

  private static DynamicTest test(String name, AtomicInteger passed, Executable body) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          body.execute();
          passed.incrementAndGet();
        });
  }

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    for (Path file : files(folder("SPECLOOM_VECTORS", "../../tests/vectors"), "*.json")) {
      if (!file.endsWith("schema.json")) {
        read(file).forEach(vector -> vectors.add(new Vector(vector)));
      }
    }
    return vectors.stream().map(vector -> test(vector.id(), VECTORS, vector::run));
  }

  @TestFactory
  Stream<DynamicTest> examples() throws IOException {
    Path spec = folder("SPECLOOM_SPEC", "../../spec");
    return files(spec, "examples/*/{accept,reject}/*.json").stream()
        .map(
            file -> {
              Codec<?> codec = Codecs.ALL.get(file.getName(file.getNameCount() - 3).toString());
              String name = codec.name() + "/" + file.getFileName();
              return file.getParent().endsWith("accept")
                  ? test("accepted: " + name, ACCEPTED, () -> accept(codec, file))
                  : test("refused: " + name, REFUSED, () -> refuse(codec, file));
            });
  }

  private static <T> void accept(Codec<T> codec, Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    JsonNode whole = Json.parse(text);
    String again = codec.encodeToString(codec.decode(text, Mode.STRICT));
    assertTrue(Json.equal(Json.parse(again), whole), () -> "written again as " + again);
    JsonNode lenient = codec.write(codec.decode(text, Mode.LENIENT));
    assertTrue(Json.equal(lenient, whole), () -> "written again as " + lenient);
  }

  private static <T> void refuse(Codec<T> codec, Path file) throws IOException {
    JsonNode reject = read(file);
    JsonNode payload = reject.get("payload");
    DecodeException refused =
        assertThrows(DecodeException.class, () -> codec.decode(payload, Mode.STRICT));
    String pointer = reject.get("pointer").textValue();
    assertTrue(
        refused.problems().stream().anyMatch(problem -> problem.pointer().equals(pointer)),
        () -> refused.getMessage() + ", not at " + pointer);
  }

  @TestFactory
  Stream<DynamicTest> streams() throws IOException {
    Path spec = folder("SPECLOOM_SPEC", "../../spec");
    return files(spec, "streams/*/events.sse").stream()
        .map(
            file ->
                test(
                    file.getParent().getFileName().toString(),
                    STREAMS,
                    () -> {
                      for (int size : new int[] {1, 7, 4096}) {
                        replay(file, size);
                      }
                    }));
  }

  private static void replay(Path file, int size) throws IOException {
    byte[] body = Files.readAllBytes(file);
    JsonNode last = read(file.resolveSibling("final.json"));
    for (Subject.Streaming streaming : Subjects.STREAMS.values()) {
      StreamFolder<?> stream = streaming.begin(Mode.LENIENT);
      EventReader reader = new EventReader();
      for (int from = 0; from < body.length; from += size) {
        byte[] chunk = Arrays.copyOfRange(body, from, Math.min(from + size, body.length));
        reader.feed(chunk).forEach(stream::push);
        Arrays.fill(chunk, (byte) '!');
      }
      JsonNode got = stream.snapshotJson();
      for (Map.Entry<String, JsonNode> target : last.properties()) {
        JsonNode one = got.get(target.getKey());
        assertTrue(Json.equal(one, target.getValue()), () -> target.getKey() + " is " + one);
      }
    }
  }

  @AfterAll
  static void report() throws IOException {
    String file = System.getenv("SPECLOOM_REPORT");
    if (file != null) {
      ObjectNode report = Json.object();
      report.put("language", "Java");
      report.put("vectors", VECTORS.get());
      report.putArray("skipped");
      report.put("accepted", ACCEPTED.get());
      report.put("refused", REFUSED.get());
      report.put("streams", STREAMS.get());
      Files.writeString(Path.of(file), Json.write(report) + "\n");
    }
  }
}
