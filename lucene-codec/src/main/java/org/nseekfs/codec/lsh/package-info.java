/**
 * The search of one field of one segment to a recall target.
 *
 * <p>A {@link org.nseekfs.codec.lsh.SignScan} estimates raw values from sign codes ({@link
 * org.nseekfs.codec.lsh.SignEstimates}), of which a {@code CandidateScan} gathers the rows that may
 * be hits and scores those that are likely to be. A {@code BlockOrder} says which blocks it reads
 * next and when it has read enough: in segments with buckets the buckets with most hits to be
 * expected ({@code BucketOrder}), else all blocks ({@code RowOrder}). {@code EstimateMargins} knows
 * how far below what hits must reach an estimate may lie, and what share of the hits that misses.
 * Rows that are scored go through {@link org.nseekfs.codec.scan.RowScan}, as in exact searches.
 */
package org.nseekfs.codec.lsh;
