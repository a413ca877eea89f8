package PACKAGE.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Runs a file of vectors, or plays the recordings of a folder, and prints what fails. */
public final class VectorMain {
  public static void main(String[] arguments) throws Exception {
    for (String argument : arguments) {
      Path path = Path.of(argument);
      if (Files.isDirectory(path)) {
        replay(path);
      } else {
        run(path);
      }
    }
  }

  private static void run(Path file) throws Exception {
    int passed = 0;
    for (JsonNode json : Json.parse(Files.readAllBytes(file))) {
      Vector vector = new Vector(json);
      try {
        vector.run();
        passed++;
      } catch (AssertionError | RuntimeException wrong) {
        System.out.println(vector.id() + ": " + wrong);
      }
    }
    System.out.println("passed " + passed);
  }

  private static void replay(Path folder) throws Exception {
    byte[] body = Files.readAllBytes(folder.resolve("events.sse"));
    JsonNode last = Json.parse(Files.readAllBytes(folder.resolve("final.json")));
    for (int size : new int[] {1, 5, body.length}) {
      for (Mode mode : Mode.values()) {
        StreamFolder<?> stream = PACKAGE.Subjects.STREAMS.values().iterator().next().begin(mode);
        EventReader reader = new EventReader();
        try {
          for (int from = 0; from < body.length; from += size) {
            int to = Math.min(from + size, body.length);
            reader.feed(Arrays.copyOfRange(body, from, to)).forEach(stream::push);
          }
          stream.finish();
        } catch (DeltaException refused) {
          System.out.println(folder + " in pieces of " + size + ", " + mode + ": " + refused);
        }
        JsonNode got = stream.snapshotJson();
        for (Map.Entry<String, JsonNode> target : last.properties()) {
          if (!Json.equal(got.get(target.getKey()), target.getValue())) {
            System.out.println(folder + ": " + target.getKey() + " is " + got.get(target.getKey()));
          }
        }
      }
    }
    System.out.println("played " + folder.getFileName());
  }
}
