/**
 * What a merge knows of its sources, and their rows in the order of the merged documents.
 *
 * <p>{@link org.nseekfs.codec.merge.MergePlan} looks at the sources, settles the element type, and
 * finds the frame of the largest one. {@link org.nseekfs.codec.merge.MergedRows} yields the rows: a
 * row of the merged type is copied, with its codes if they are in the frame that was chosen; other
 * values are encoded. {@link org.nseekfs.codec.merge.MergedVectors} are the same vectors as a frame
 * is learned from them. {@link org.nseekfs.codec.merge.AbortProbe} finds out that a merge was
 * aborted, in Lucene before 10.5; later ones tell by the MergeState.
 */
package org.nseekfs.codec.merge;
