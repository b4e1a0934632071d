package org.nseekfs.codec.write;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.ElementType;

/** The vectors of rows on the heap, decoded. Used by one thread. */
public final class BufferedVectors extends VectorSample {

  private final ElementType type;
  private final RowBuffer rows;
  private final MemorySegment scratch;
  private final float[] vector;

  public BufferedVectors(FieldShape shape, RowBuffer rows) {
    super(rows.count(), shape.dimension(), Checkpoint.NONE);
    this.type = shape.type();
    this.rows = rows;
    this.scratch = Arena.ofAuto().allocate(type.rowBytes(shape.dimension()));
    this.vector = new float[shape.dimension()];
  }

  @Override
  protected float[] get(long index) {
    byte[] row = rows.get((int) index);
    if (!type.isFloat()) {
      return floats(type, row);
    }
    MemorySegment.copy(row, 0, scratch, ValueLayout.JAVA_BYTE, 0, row.length);
    type.decode(scratch, 0, vector);
    return vector;
  }
}
