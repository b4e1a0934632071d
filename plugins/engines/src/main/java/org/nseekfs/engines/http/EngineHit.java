package org.nseekfs.engines.http;

/**
 * A document that an engine found.
 *
 * @param words null if the document has none
 * @param gloss null if the document has none
 * @param raw similarity of its vector to the one that was searched for; NaN if the engine does not
 *     tell
 */
public record EngineHit(String id, String words, String gloss, float score, double raw) {}
