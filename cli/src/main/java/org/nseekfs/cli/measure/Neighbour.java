package org.nseekfs.cli.measure;

/**
 * A document found near a query.
 *
 * @param doc its number in the index
 * @param raw its raw similarity, exact
 */
public record Neighbour(int doc, double raw) {}
