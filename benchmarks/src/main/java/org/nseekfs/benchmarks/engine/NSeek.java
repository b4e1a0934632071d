package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;

/**
 * Ours. With the parameter {@code nocodes} the index has no codes, so every search scans: what
 * codes cost when indexing, and in bytes, is the difference.
 */
final class NSeek extends IndexedPeer {

  private static final String NO_CODES = "nocodes";

  private final ElementType type;
  private final NSeekCall call;
  private final boolean codes;

  /** An index of {@code type}, searched by {@code call}. */
  NSeek(ElementType type, NSeekCall call) {
    this(type, call, true);
  }

  private NSeek(ElementType type, NSeekCall call, boolean codes) {
    this.type = type;
    this.call = call;
    this.codes = codes;
  }

  @Override
  public Peer withParameter(String parameter) {
    if (!parameter.equals(NO_CODES)) {
      throw new IllegalArgumentException(
          "its parameter must be \"" + NO_CODES + "\", got \"" + parameter + "\"");
    }
    return new NSeek(type, call, false);
  }

  @Override
  String indexName() {
    return "nseek-" + type.label() + (codes ? "" : "-" + NO_CODES);
  }

  @Override
  Codec codec() {
    return new NSeekCodec(
        NSeekVectorsConfig.DEFAULT.withElementType(VECTOR, type).withCodes(codes));
  }

  @Override
  IndexableField field(DataSet data, int row) throws IOException {
    return type.isFloat()
        ? new KnnFloatVectorField(VECTOR, data.base().floatVector(row), data.function())
        : new DoubleVectorField(VECTOR, data.base().doubleVector(row), data.function());
  }

  @Override
  boolean isReusable() {
    return false;
  }

  @Override
  boolean answersBatches() {
    return call == NSeekCall.BATCH;
  }

  @Override
  LeafSearch search(LeafReader leaf, DataSet data, int k) {
    return new NSeekSearch(call, type.isFloat(), data, k);
  }
}
