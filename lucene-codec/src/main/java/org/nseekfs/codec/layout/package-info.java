/**
 * Where every byte of a segment's files lies. No other code knows an offset.
 *
 * <p>{@link org.nseekfs.codec.layout.SegmentFile} names the files; {@link
 * org.nseekfs.codec.layout.SegmentOutputs} and {@link org.nseekfs.codec.layout.SegmentInputs} open
 * them. {@link org.nseekfs.codec.layout.FieldEntry} is what {@code .vem} says of a field: where its
 * rows lie ({@link org.nseekfs.codec.layout.RowLayout}), and the codes derived from them ({@link
 * org.nseekfs.codec.layout.CodeLayout}, {@link org.nseekfs.codec.layout.SignLayout}). The map of
 * the files is in {@link org.nseekfs.codec.NSeekVectorsFormat}.
 *
 * <p>What a file says of its own structure is checked before it is used, whatever its checksum
 * says. Such reads go through {@link org.nseekfs.codec.layout.GuardedRead}, and what does not fit
 * is a CorruptIndexException.
 */
package org.nseekfs.codec.layout;
