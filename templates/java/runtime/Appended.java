package specloom.runtime;

/**
 * A piece of text that was appended.
 *
 * @param pointer the place in the snapshot, entries of lists by their keys
 * @param text the piece
 */
public record Appended(String pointer, String text) {}
