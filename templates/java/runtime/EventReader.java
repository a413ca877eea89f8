package specloom.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads server-sent events from chunks of bytes, cut anywhere. Whatever follows the last blank line
 * when the input ends is no event: that is the rule of the standard.
 */
public final class EventReader {
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
  private boolean isAfterReturn;
  private int line;
  private int begun;
  private String name = "";
  private final List<String> data = new ArrayList<>();

  /** The events that become complete with the next bytes. */
  public List<ServerSentEvent> feed(byte[] chunk) {
    return feed(chunk, 0, chunk.length);
  }

  /** The events that become complete with the next bytes, which are a part of an array. */
  public List<ServerSentEvent> feed(byte[] chunk, int offset, int length) {
    List<ServerSentEvent> found = new ArrayList<>();
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      byte unit = chunk[i];
      if (isAfterReturn) {
        isAfterReturn = false;
        if (unit == '\n') {
          start = i + 1;
          continue;
        }
      }
      if (unit == '\n' || unit == '\r') {
        isAfterReturn = unit == '\r';
        end(chunk, start, i, found);
        start = i + 1;
      }
    }
    tail.write(chunk, start, end - start);
    return found;
  }

  /** Ends a line, whose beginning may have come with other chunks. */
  private void end(byte[] chunk, int from, int to, List<ServerSentEvent> found) {
    if (tail.size() == 0) {
      take(chunk, from, to, found);
      return;
    }
    tail.write(chunk, from, to - from);
    byte[] whole = tail.toByteArray();
    tail.reset();
    take(whole, 0, whole.length, found);
  }

  private void take(byte[] bytes, int start, int end, List<ServerSentEvent> found) {
    line++;
    int from = line == 1 && beginsWithMark(bytes, start, end) ? start + MARK.length : start;
    if (from == end) {
      if (!data.isEmpty()) {
        String called = name.isEmpty() ? "message" : name;
        String all = data.size() == 1 ? data.get(0) : String.join("\n", data);
        found.add(new ServerSentEvent(called, all, begun));
        data.clear();
      }
      name = "";
      begun = 0;
      return;
    }
    if (begun == 0) {
      begun = line;
    }
    int colon = from;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    if (Arrays.equals(bytes, from, colon, DATA, 0, DATA.length)) {
      data.add(value(bytes, colon, end));
    } else if (Arrays.equals(bytes, from, colon, EVENT, 0, EVENT.length)) {
      name = value(bytes, colon, end);
    }
  }

  /** What follows a colon and perhaps a space. */
  private static String value(byte[] bytes, int colon, int end) {
    int from = Math.min(colon + 1, end);
    if (from < end && bytes[from] == ' ') {
      from++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static boolean beginsWithMark(byte[] bytes, int start, int end) {
    return end - start >= MARK.length
        && Arrays.equals(bytes, start, start + MARK.length, MARK, 0, MARK.length);
  }

  /**
   * The events of a body, read as they are asked for. Closing the stream closes the body; a failure
   * to read is an {@link UncheckedIOException}.
   */
  public static Stream<ServerSentEvent> read(InputStream body) {
    Spliterator<ServerSentEvent> events =
        Spliterators.spliteratorUnknownSize(
            new BodyEvents(body), Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(events, false).onClose(() -> close(body));
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final class BodyEvents implements Iterator<ServerSentEvent> {
    private final InputStream body;
    private final EventReader reader = new EventReader();
    private final ArrayDeque<ServerSentEvent> ready = new ArrayDeque<>();
    private final byte[] buffer = new byte[16 * 1024];

    BodyEvents(InputStream body) {
      this.body = body;
    }

    @Override
    public boolean hasNext() {
      try {
        while (ready.isEmpty()) {
          int count = body.read(buffer);
          if (count < 0) {
            return false;
          }
          ready.addAll(reader.feed(buffer, 0, count));
        }
        return true;
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public ServerSentEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }
  }
}
