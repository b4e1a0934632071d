package org.nseekfs.search.explain;

/**
 * A block of consecutive elements of a vector, and what it contributes to something.
 *
 * @param from the first element
 * @param to the element after the last
 * @param contribution in units of raw similarity
 */
public record VectorPart(int from, int to, double contribution) {}
