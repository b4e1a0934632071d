package org.nseekfs.codec.merge;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.write.VectorSample;
import org.nseekfs.quantization.Checkpoint;

/** The vectors of a merge's sources, deleted ones included. Used by one thread. */
public final class MergedVectors extends VectorSample {

  private final MergePlan plan;

  /** The source read last, the number of vectors before it, and its values. */
  private int source = -1;

  private long first;
  private long end;
  private KnnVectorValues values;

  public MergedVectors(MergePlan plan, FieldShape shape, Checkpoint checkpoint) {
    super(
        plan.sources().stream().mapToLong(MergePlan.Source::count).sum(),
        shape.dimension(),
        checkpoint);
    this.plan = plan;
  }

  @Override
  protected float[] get(long index) throws IOException {
    List<MergePlan.Source> sources = plan.sources();
    if (index < first) {
      source = -1;
      end = 0;
    }
    while (index >= end) {
      source++;
      first = end;
      end += sources.get(source).count();
      values = sources.get(source).values(plan.field());
    }
    int ord = (int) (index - first);
    return values instanceof ByteVectorValues bytes
        ? floats(plan.type(), bytes.vectorValue(ord))
        : ((FloatVectorValues) values).vectorValue(ord);
  }
}
