package specloom.runtime;

/**
 * An event as it came.
 *
 * @param name its name; {@code message} if it gave none
 * @param data its data, lines joined by line feeds
 * @param line the line on which it began, counted from 1
 */
public record ServerSentEvent(String name, String data, int line) {}
