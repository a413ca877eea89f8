package threadsapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import threadsapi.runtime.Appended;
import threadsapi.runtime.DecodeException;
import threadsapi.runtime.DeltaCode;
import threadsapi.runtime.DeltaException;
import threadsapi.runtime.EncodeException;
import threadsapi.runtime.EventReader;
import threadsapi.runtime.Field;
import threadsapi.runtime.Mode;
import threadsapi.runtime.ServerSentEvent;
import threadsapi.runtime.StreamChange;

/**
 * What people write who use the package: this file is put beside the generated project and knows
 * public names only.
 */
class ApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String BEGUN =
      """
      {"id":"msg_1","object":"thread.message","created_at":1,"thread_id":"t","role":"assistant",
       "content":[],"assistant_id":null,"run_id":null,"metadata":null}
      """;

  private static Message begun() {
    return Message.fromJson(BEGUN, Mode.STRICT);
  }

  private static MessageDelta text(int index, String piece) {
    TextDelta text = TextDelta.builder().value(piece).build();
    TextDeltaBlock part = TextDeltaBlock.builder().index(index).text(text).build();
    return MessageDelta.builder().content(List.of(part)).build();
  }

  @Test
  void unionsAreVisitedAndSwitchedOver() {
    var visitor =
        new MessageContent.Visitor<String>() {
          @Override
          public String visit(ImageFileContentBlock value) {
            return value.imageFile().fileId();
          }

          @Override
          public String visit(ImageUrlContentBlock value) {
            return value.imageUrl().url();
          }

          @Override
          public String visit(TextContentBlock value) {
            return value.text().value();
          }

          @Override
          public String visit(RefusalContentBlock value) {
            return value.refusal();
          }

          @Override
          public String visit(MessageContent.Unknown value) {
            return value.type();
          }
        };
    String spoken = "{\"type\":\"text\",\"text\":{\"value\":\"hello\",\"annotations\":[]}}";
    assertEquals("hello", MessageContent.fromJson(spoken, Mode.STRICT).accept(visitor));
    String strange = "{\"type\":\"hologram\",\"depth\":3}";
    MessageContent unknown = MessageContent.fromJson(strange, Mode.STRICT);
    assertEquals("hologram", unknown.accept(visitor));
    assertEquals(strange, unknown.toJson().toString());
  }

  @Test
  void jacksonReadsAndWritesOurTypesInsideOthers() throws Exception {
    record Envelope(List<Message> messages, MessageContent part, MessageRole role) {}

    String source = "{\"messages\":[" + BEGUN + "],\"part\":{\"type\":\"new\"},\"role\":\"user\"}";
    Envelope envelope = MAPPER.readValue(source, Envelope.class);
    assertEquals("msg_1", envelope.messages().get(0).id());
    assertInstanceOf(MessageContent.Unknown.class, envelope.part());
    assertSame(MessageRole.USER, envelope.role());
    assertEquals(MAPPER.readTree(source), MAPPER.readTree(MAPPER.writeValueAsString(envelope)));
  }

  @Test
  void choicesKeepWhatTheyDoNotKnow() {
    MessageStatus strange = MessageStatus.of("paused");
    assertEquals(MessageStatus.Known.UNRECOGNIZED, strange.known());
    assertEquals("paused", strange.toString());
    assertEquals(MessageStatus.Known.COMPLETED, MessageStatus.of("completed").known());
  }

  @Test
  void absentNullAndValueAreThree() {
    var request = ModifyThreadRequest.builder();
    assertEquals("{}", request.build().toJson().toString());
    request.metadata(Field.ofNull());
    assertEquals("{\"metadata\":null}", request.build().toJson().toString());
    request.metadata(Field.of(Map.of("kind", "a")));
    assertEquals("{\"metadata\":{\"kind\":\"a\"}}", request.build().toJson().toString());
  }

  @Test
  void whatIsSetWinsOverWhatWasKept() {
    Message message = Message.fromJson(BEGUN.replace(":1,", ":\"soon\","), Mode.LENIENT);
    assertEquals("/created_at", message.problems().get(0).pointer());
    assertEquals("soon", message.toJson().get("created_at").textValue());
    assertEquals(0, message.toBuilder().createdAt(0).build().toJson().get("created_at").intValue());
    assertEquals(message, message.toBuilder().build());
  }

  @Test
  void listsAndMapsCannotBeChanged() {
    List<MessageContent> content = new ArrayList<>();
    Message message = begun().toBuilder().content(content).build();
    content.add(RefusalContentBlock.builder().refusal("no").build());
    assertTrue(message.content().isEmpty());
    assertThrows(UnsupportedOperationException.class, () -> message.content().add(null));
  }

  @Test
  void whatWasNeverSetIsMissingAndRequestsAreRefused() {
    var request = CreateMessageRequest.builder().role(MessageRole.USER).build();
    EncodeException refused = assertThrows(EncodeException.class, request::toJson);
    assertEquals("/content", refused.problems().get(0).pointer());
    assertEquals(1, refused.problems().size(), refused::getMessage);
  }

  @Test
  void whatIsNoJsonIsRefused() {
    List<String> broken =
        List.of("", "{", "{} {}", "{\"id\":01}", "{\"id\" 1}", "{,}", "nul", "[".repeat(100_000));
    for (String text : broken) {
      for (Mode mode : Mode.values()) {
        assertThrows(DecodeException.class, () -> Message.fromJson(text, mode), text);
      }
    }
    assertThrows(DecodeException.class, () -> Message.fromJson("[]", Mode.LENIENT));
  }

  @Test
  void anAccumulatorGathers() {
    Message initial = begun();
    var accumulator = new MessageAccumulator(initial, Mode.STRICT);
    accumulator.push(text(0, "Hel"));
    accumulator.push(text(0, "lo"));
    assertEquals("Hello", accumulator.text("/content/0/text/value").toString());
    Message before = accumulator.snapshot();
    assertSame(before, accumulator.current());
    assertTrue(initial.content().isEmpty());
    var bad = RefusalDeltaBlock.builder().index(0).refusal("x").build();
    DeltaException fault =
        assertThrows(
            DeltaException.class,
            () -> accumulator.push(MessageDelta.builder().content(List.of(bad)).build()));
    assertEquals(DeltaCode.VARIANT_CONFLICT, fault.code());
    assertEquals("/content/0/type", fault.pointer());
    assertEquals(2, fault.index());
    assertEquals(before, accumulator.snapshot());
    MessageDelta whole = accumulator.compact();
    assertEquals(1, whole.content().size());
    assertEquals(before, MessageAccumulator.GROWTH.merge(initial, List.of(whole)));
    assertEquals(whole, MessageAccumulator.GROWTH.diff(initial, before));
    assertEquals(3, MessageAccumulator.GROWTH.chunk(whole, 2).size());
    accumulator.mark();
    accumulator.push(text(0, "!"));
    assertEquals(text(0, "!").toJson(), accumulator.compact().toJson());
  }

  /** The short way, by typed deltas, comes to what the long way comes to. */
  @Test
  void theShortWayIsTheLongWay() {
    Random random = new Random(7);
    for (int run = 0; run < 30; run++) {
      var typed = new MessageAccumulator(Mode.LENIENT);
      var plain = new MessageAccumulator(Mode.LENIENT);
      for (int i = 0; i < 60; i++) {
        JsonNode delta = drawn(random);
        typed.push(MessageDelta.fromJson(delta));
        plain.pushJson(delta);
        if (random.nextInt(5) == 0) {
          assertEquals(plain.snapshotJson(), typed.snapshotJson());
        }
      }
      assertEquals(plain.snapshotJson(), typed.snapshotJson());
      assertEquals(plain.diagnostics(), typed.diagnostics());
      assertEquals(plain.compact(), typed.compact());
    }
  }

  @Test
  void aTextIsCutBackWhenItsDeltaFails() {
    String text = "{\"content\":[{\"index\":0,\"type\":\"text\",\"text\":{\"value\":\"a\"}}]}";
    MessageDelta delta = MessageDelta.fromJson(text, Mode.STRICT);
    var accumulator = new MessageAccumulator(Mode.STRICT);
    accumulator.push(delta);
    accumulator.push(delta);
    JsonNode before = accumulator.snapshotJson();
    var broken = new MessageDelta(null, Arrays.asList(delta.content().get(0), null), null);
    assertThrows(NullPointerException.class, () -> accumulator.push(broken));
    assertEquals(before, accumulator.snapshotJson());
    accumulator.push(delta);
    assertEquals("aaa", accumulator.snapshotJson().at("/content/0/text/value").textValue());
  }

  private static JsonNode drawn(Random random) {
    String[] parts = {
      "\"type\":\"text\",\"text\":{\"value\":\"a\"}",
      "\"type\":\"text\",\"text\":{\"value\":\"bc\",\"annotations\":[]}",
      "\"type\":\"text\",\"text\":{\"value\":\"\"}",
      "\"type\":\"text\",\"text\":{}",
      "\"type\":\"text\",\"text\":{\"value\":5}",
      "\"type\":\"text\",\"text\":{\"value\":\"d\",\"mood\":\"new\"}",
      "\"type\":\"refusal\",\"refusal\":\"no\"",
      "\"type\":\"new\",\"x\":1",
      "\"type\":\"text\"",
    };
    String one =
        "{\"index\":" + random.nextInt(3) + "," + parts[random.nextInt(parts.length)] + "}";
    String other = "{\"index\":0," + parts[random.nextInt(3)] + "}";
    String role = random.nextInt(9) == 0 ? "\"role\":\"assistant\"," : "";
    String list = random.nextBoolean() ? one : one + "," + other;
    try {
      return MAPPER.readTree("{" + role + "\"content\":[" + list + "]}");
    } catch (java.io.IOException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private static final String BODY =
      "event: thread.message.created\ndata: "
          + BEGUN.replace("\n", "")
          + "\n\nevent: thread.message.delta\ndata: {\"id\":\"msg_1\",\"object\":"
          + "\"thread.message.delta\",\"delta\":{\"content\":[{\"index\":0,\"type\":\"text\","
          + "\"text\":{\"value\":\"hi\"}}]}}\n\nevent: done\ndata: [DONE]\n\n";

  @Test
  void aStreamIsGathered() {
    var stream = new StreamAccumulator(Mode.STRICT);
    List<StreamChange> changes = new ArrayList<>();
    var body = new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8));
    try (Stream<AssistantStreamEvent> events = StreamAccumulator.read(body)) {
      events.forEach(event -> changes.add(stream.push(event)));
    }
    stream.finish();
    assertTrue(stream.isDone());
    assertEquals(3, changes.size());
    assertEquals(List.of(new Appended("/content/0/text/value", "hi")), changes.get(1).appended());
    assertEquals(List.of("/content/0"), changes.get(1).created());
    Message message = stream.messages().get("msg_1").orElseThrow();
    assertEquals("hi", ((TextContentBlock) message.content().get(0)).text().value());
    assertTrue(stream.run().isEmpty());
    assertFalse(stream.messages().isClosed("msg_1"));
    assertEquals(3, StreamAccumulator.messagesEvents(begun(), message).size());
  }

  private static ServerSentEvent deltaOf(String id, String quoted) {
    return new ServerSentEvent(
        "thread.message.delta",
        "{\"id\": \""
            + id
            + "\", \"object\": \"thread.message.delta\", \"delta\": {\"content\": ["
            + "{\"index\": 0, \"type\": \"text\", \"text\": {\"value\": "
            + quoted
            + "}}]}}",
        1);
  }

  /** Events that differ in their piece alone, and some that only look like it, come to the same. */
  @Test
  void eventsAreFoldedAlikeHoweverTheyAreSpelled() throws java.io.IOException {
    var sent = new StreamAccumulator(Mode.STRICT);
    var typed = new StreamAccumulator(Mode.STRICT);
    var plain = new StreamAccumulator(Mode.STRICT);
    List<ServerSentEvent> events = new ArrayList<>();
    for (String id : List.of("msg_1", "msg_2")) {
      events.add(new ServerSentEvent("thread.message.created", "{\"id\": \"" + id + "\"}", 1));
    }
    String[] same = {
      "\"On \"", "\"rain\"", "\"text\"", "\"value\"", "\"\\n\\u00e9\\\"\"", "\"\"", "\" \\\\\"",
      "\"a\", \"annotations\": []", "\"b\"", "  \"c\" ", "\"}]}\"", "null", "\"d\"", "\"e\"",
    };
    for (String quoted : same) {
      events.add(deltaOf("msg_1", quoted));
    }
    for (String id : List.of("msg_2", "msg_1", "msg_2", "msg_2", "msg_2")) {
      events.add(deltaOf(id, "\"f\""));
    }
    StringBuilder grown = new StringBuilder();
    for (ServerSentEvent event : events) {
      ObjectNode json = MAPPER.createObjectNode();
      json.put("event", event.name()).set("data", MAPPER.readTree(event.data()));
      StreamChange change = changeOf(() -> plain.pushJson(json));
      assertEquals(change, changeOf(() -> sent.push(event)), event::data);
      assertEquals(
          change, changeOf(() -> typed.push(AssistantStreamEvent.fromJson(json))), event::data);
      if (change != null) {
        change.appended().forEach(one -> grown.append(one.text()));
      }
      assertEquals(plain.snapshotJson(), sent.snapshotJson());
    }
    assertEquals("On raintextvalue\n\u00e9\" \\abc}]}defffff", grown.toString());
    assertEquals(plain.messages().all(), typed.messages().all());
    assertEquals(plain.messages().all(), sent.messages().all());
  }

  private static StreamChange changeOf(Supplier<StreamChange> push) {
    try {
      return push.get();
    } catch (DeltaException refused) {
      return null;
    }
  }

  @Test
  void eventsAreReadHoweverTheyAreCut() {
    byte[] body =
        ("\uFEFF: a comment\r\nevent: a\r\ndata: \u00e9\u00e9\r\ndata:two\r\n\r\ndata\r\r"
                + "id: 1\ndata: \ud83d\ude00 last\n\nevent: cut\ndata: off")
            .getBytes(StandardCharsets.UTF_8);
    List<ServerSentEvent> whole = new EventReader().feed(body);
    assertEquals(3, whole.size());
    assertEquals("\u00e9\u00e9\ntwo", whole.get(0).data());
    for (int size = 1; size < body.length; size++) {
      EventReader reader = new EventReader();
      List<ServerSentEvent> found = new ArrayList<>();
      for (int from = 0; from < body.length; from += size) {
        found.addAll(
            reader.feed(Arrays.copyOfRange(body, from, Math.min(body.length, from + size))));
      }
      assertEquals(whole, found, "in chunks of " + size);
    }
  }

  @Test
  void operationsKnowTheirPaths() {
    String path = Operations.CREATE_MESSAGE.pathWith(Map.of("thread_id", "a/b c"));
    assertEquals("/threads/a%2Fb%20c/messages", path);
    assertThrows(
        IllegalArgumentException.class, () -> Operations.CREATE_MESSAGE.pathWith(Map.of()));
    assertNotEquals(null, Operations.ALL.get("createMessage").body());
    assertNull(Operations.ALL.get("getMessage").body());
  }
}
