/**
 * Vectors in the files of a segment: {@link org.nseekfs.codec.NSeekVectorsFormat} with its reader
 * and writer, and {@link org.nseekfs.codec.NSeekCodec} to write with. Of the packages below, {@link
 * org.nseekfs.codec.spi} is for whoever searches by raw values; the others are not API.
 */
package org.nseekfs.codec;
