package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexableField;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.peer.IndexedPeer;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;

/** A peer that searches an index of ours; all that search one of the same type share it. */
abstract sealed class NSeekPeer extends IndexedPeer permits NSeek, NSeekLsh {

  private final ElementType type;

  /** A peer whose index holds vectors of {@code type}. */
  NSeekPeer(ElementType type) {
    this.type = type;
  }

  /** How an element is stored. */
  final ElementType type() {
    return type;
  }

  /** What is written beside the vectors. */
  NSeekVectorsConfig config() {
    return NSeekVectorsConfig.DEFAULT;
  }

  @Override
  protected String indexName() {
    return "nseek-" + type.label();
  }

  @Override
  protected final Codec codec() {
    return new NSeekCodec(config().withElementType(VECTOR, type));
  }

  @Override
  protected final IndexableField field(DataSet data, int row) throws IOException {
    return type.isFloat()
        ? new KnnFloatVectorField(VECTOR, data.base().floatVector(row), data.function())
        : new DoubleVectorField(VECTOR, data.base().doubleVector(row), data.function());
  }

  @Override
  protected final boolean isReusable() {
    return false;
  }
}
