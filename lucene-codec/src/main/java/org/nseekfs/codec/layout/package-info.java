/**
 * Where every byte of a segment's files lies: the only code that knows an offset. The map of the
 * files is in {@link org.nseekfs.codec.NSeekVectorsFormat}.
 */
package org.nseekfs.codec.layout;
