import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import threadsapi.Codecs;
import threadsapi.MessageAccumulator;
import threadsapi.MessageDelta;
import threadsapi.RunStepAccumulator;
import threadsapi.RunStepDelta;
import threadsapi.StreamAccumulator;
import threadsapi.runtime.Codec;
import threadsapi.runtime.EventReader;
import threadsapi.runtime.Mode;

/**
 * Reads what it is to do from a file and prints seconds a call, by work, contender and round. All
 * contenders take their turn in every round, so that the rounds of each are spread over the whole
 * time, and did so before the first, long enough to be compiled for what all of them do.
 */
public final class Bench {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int ROUNDS = 45;
  private static final long WARM = 2_000_000_000L;
  private static final long BATCH = 10_000_000L;

  private static Object sink;

  private record Contender(String name, Callable<?> call) {}

  private record Work(String name, List<Contender> contenders) {}

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    JsonNode given = MAPPER.readTree(Files.readAllBytes(Path.of(arguments[0])));
    byte[] message = MAPPER.writeValueAsBytes(given.get("payloads").get("Message"));
    byte[] run = MAPPER.writeValueAsBytes(given.get("payloads").get("Run"));
    JsonNode merges = given.get("merges");
    ObjectNode times =
        measure(
            List.of(
                new Work("Message", read(message, Codecs.MESSAGE, Pojos.Message.class)),
                new Work("Run", read(run, Codecs.RUN, Pojos.Run.class)),
                new Work("text", texts(merges.get("text"))),
                new Work("arguments", arguments(merges.get("arguments"))),
                new Work("stream", stream(given.get("stream").textValue()))));
    System.out.println(MAPPER.writeValueAsString(times));
  }

  private static List<Contender> read(byte[] text, Codec<?> codec, Class<?> pojo) {
    return List.of(
        new Contender("lenient", () -> codec.decode(text, Mode.LENIENT)),
        new Contender("strict", () -> codec.decode(text, Mode.STRICT)),
        new Contender("tree", () -> MAPPER.readTree(text)),
        new Contender("pojo", () -> MAPPER.readValue(text, pojo)));
  }

  private static List<Contender> texts(JsonNode merge) {
    var start = Codecs.MESSAGE.decode(merge.get("start"), Mode.STRICT);
    List<MessageDelta> typed = new ArrayList<>();
    List<JsonNode> bare = new ArrayList<>();
    merge.get("deltas").forEach(bare::add);
    bare.forEach(delta -> typed.add(Codecs.MESSAGE_DELTA.decode(delta, Mode.STRICT)));
    return List.of(
        new Contender(
            "typed",
            () -> {
              var accumulator = new MessageAccumulator(start, Mode.STRICT);
              typed.forEach(accumulator::push);
              return accumulator.current();
            }),
        new Contender(
            "json",
            () -> {
              var accumulator = new MessageAccumulator(start, Mode.STRICT);
              bare.forEach(accumulator::pushJson);
              return accumulator.current();
            }));
  }

  private static List<Contender> arguments(JsonNode merge) {
    var start = Codecs.RUN_STEP.decode(merge.get("start"), Mode.STRICT);
    List<RunStepDelta> typed = new ArrayList<>();
    merge
        .get("deltas")
        .forEach(delta -> typed.add(Codecs.RUN_STEP_DELTA.decode(delta, Mode.STRICT)));
    return List.of(
        new Contender(
            "typed",
            () -> {
              var accumulator = new RunStepAccumulator(start, Mode.STRICT);
              typed.forEach(accumulator::push);
              return accumulator.current();
            }));
  }

  private static List<Contender> stream(String recorded) {
    byte[] body = recorded.getBytes(StandardCharsets.UTF_8);
    return List.of(
        new Contender(
            "bytes",
            () -> {
              var stream = new StreamAccumulator(Mode.STRICT);
              new EventReader().feed(body).forEach(stream::push);
              stream.finish();
              return stream.messages().all();
            }));
  }

  /** The processor time of this thread: other programs on the machine do not count. */
  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static ObjectNode measure(List<Work> works) throws Exception {
    List<Contender> all = works.stream().flatMap(work -> work.contenders().stream()).toList();
    int[] calls = warm(all);
    ObjectNode times = MAPPER.createObjectNode();
    for (int round = 0; round < ROUNDS; round++) {
      int next = 0;
      for (Work work : works) {
        ObjectNode mine = times.withObject("/" + work.name());
        for (Contender one : work.contenders()) {
          mine.withArray("/" + one.name()).add(time(one.call(), calls[next++]));
        }
      }
    }
    return times;
  }

  /**
   * Runs all in turns until the machine has made up its mind; gives how many calls fill a batch.
   */
  private static int[] warm(List<Contender> contenders) throws Exception {
    int[] calls = new int[contenders.size()];
    Arrays.fill(calls, 1);
    long end = now() + WARM * calls.length;
    while (now() < end) {
      for (int i = 0; i < calls.length; i++) {
        double seconds = time(contenders.get(i).call(), calls[i]);
        calls[i] = (int) Math.max(1, BATCH / 1e9 / seconds);
      }
    }
    return calls;
  }

  private static double time(Callable<?> call, int calls) throws Exception {
    long begun = now();
    for (int i = 0; i < calls; i++) {
      sink = call.call();
    }
    return (now() - begun) / 1e9 / calls;
  }
}
