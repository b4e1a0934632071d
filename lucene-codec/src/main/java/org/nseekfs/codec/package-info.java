/**
 * How vectors lie in segment files: {@link org.nseekfs.codec.NSeekVectorsFormat} with its reader
 * and writer, {@link org.nseekfs.codec.NSeekCodec} to write with, and the search inside one
 * segment.
 */
package org.nseekfs.codec;
