/**
 * The exact search of one field of one segment.
 *
 * <p>Without codes, a {@link org.nseekfs.codec.scan.RowScan} scores the {@link
 * org.nseekfs.codec.scan.AcceptedRows} where they lie. With codes, a {@link
 * org.nseekfs.codec.scan.CodePass} takes {@link org.nseekfs.codec.scan.CodeScan}s through the
 * field's blocks, a chunk at a time. {@link org.nseekfs.codec.scan.ChunkBounds} are the rows'
 * bounds by coarse codes; {@code FineBounds} tests single rows by fine codes. The best-looking rows
 * are scored first ({@link org.nseekfs.codec.scan.BestFirstRows}), then those whose bounds still
 * reach what matters ({@link org.nseekfs.codec.scan.BoundedRows}). {@link
 * org.nseekfs.codec.scan.ScoreCollector} gives scores to collectors that are not ours, {@link
 * org.nseekfs.codec.scan.SearchCosts} says what is cheaper.
 */
package org.nseekfs.codec.scan;
