package org.nseekfs.cli;

/**
 * A document found near a query.
 *
 * @param id its id
 * @param raw its raw similarity, exact
 */
record Neighbour(long id, double raw) {}
