package org.nseekfs.engines.http;

/**
 * A document.
 *
 * @param words null if there are none
 * @param gloss what they mean; null if there is none
 * @param vector not to be changed
 */
public record EngineEntry(String id, String words, String gloss, float[] vector) {}
