/**
 * One field's rows and the codes derived from them, on their way to files.
 *
 * <p>A {@link org.nseekfs.codec.write.FieldWriter} takes the values of a field, encodes each into a
 * row at once ({@link org.nseekfs.codec.write.RowEncoder}), and keeps rows until the flush. {@link
 * org.nseekfs.codec.write.CodeFrames} chooses the frames of the codes. {@link
 * org.nseekfs.codec.write.RowFiles} writes rows and gathers 64 of them for the writers of codes:
 * {@code CodeWriter}, which may copy codes that are known ({@link
 * org.nseekfs.codec.write.KnownCodes}), and {@code SignWriter}, which hands them to a {@code
 * BucketWriter} where rows are many. Merges use the same {@code RowFiles}.
 *
 * <p>Whatever is learned is learned from a sample that is read anew for each kind of frame, so that
 * no more than one is on the heap. {@link org.nseekfs.codec.NSeekVectorsFormat} says what heap it
 * takes.
 */
package org.nseekfs.codec.write;
