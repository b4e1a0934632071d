package org.nseekfs.cli.measure;

/**
 * A document found near a query.
 *
 * @param id its id
 * @param raw its raw similarity, exact
 */
public record Neighbour(long id, double raw) {}
