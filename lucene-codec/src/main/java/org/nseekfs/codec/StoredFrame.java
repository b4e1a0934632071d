package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.BlockLayout;

/**
 * The frame of a field's codes, read when first asked for: segments with equal frames need but one
 * of them read. Shared by threads.
 */
final class StoredFrame<F> {

  private final IndexInput file;
  private final BlockLayout layout;
  private final Function<MemorySegment, F> parser;

  /** Null until asked for. */
  private volatile F frame;

  /**
   * The frame of {@code layout} in {@code file}.
   *
   * @param parser throws IllegalArgumentException if the bytes are no frame of that field
   */
  StoredFrame(IndexInput file, BlockLayout layout, Function<MemorySegment, F> parser) {
    this.file = file;
    this.layout = layout;
    this.parser = parser;
  }

  /**
   * The frame.
   *
   * @throws CorruptIndexException naming the file, if it is none, or none of this field
   */
  F get() throws IOException {
    F known = frame;
    if (known == null) {
      known = read();
      frame = known;
    }
    return known;
  }

  private F read() throws IOException {
    IndexInput in = file.clone();
    in.seek(layout.frameOffset());
    byte[] bytes = new byte[layout.frameBytes()];
    in.readBytes(bytes, 0, bytes.length);
    try {
      return parser.apply(MemorySegment.ofArray(bytes));
    } catch (IllegalArgumentException e) {
      throw corrupt(e.getMessage(), e);
    }
  }

  /** What to throw where the codes, or their frame, are not what they should be. */
  CorruptIndexException corrupt(String fault, Throwable cause) {
    return new CorruptIndexException(
        "codes at " + layout.blocks().offset() + ": " + fault, file, cause);
  }
}
