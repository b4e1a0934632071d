package org.nseekfs.benchmarks.engine;

import org.apache.lucene.search.Query;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.peer.Peer;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;

/**
 * Our exact search. The parameter leaves codes out of the index; what they cost when indexing, and
 * in bytes, is the difference.
 */
final class NSeek extends NSeekPeer {

  /** What is written beside the vectors. */
  private enum Codes {
    /** Everything. */
    ALL("", NSeekVectorsConfig.DEFAULT),
    /** No sign codes. */
    NO_LSH("nolsh", NSeekVectorsConfig.DEFAULT.withLsh(false)),
    /** Nothing, so that every search scans. */
    NONE("nocodes", NSeekVectorsConfig.DEFAULT.withLsh(false).withCodes(false));

    private final String parameter;
    private final NSeekVectorsConfig config;

    Codes(String parameter, NSeekVectorsConfig config) {
      this.parameter = parameter;
      this.config = config;
    }
  }

  private final NSeekCall call;
  private final Codes codes;

  /** An index of {@code type}, searched by {@code call}. */
  NSeek(ElementType type, NSeekCall call) {
    this(type, call, Codes.ALL);
  }

  private NSeek(ElementType type, NSeekCall call, Codes codes) {
    super(type);
    this.call = call;
    this.codes = codes;
  }

  @Override
  public Peer withParameter(String parameter) {
    for (Codes fewer : new Codes[] {Codes.NONE, Codes.NO_LSH}) {
      if (fewer.parameter.equals(parameter)) {
        return new NSeek(type(), call, fewer);
      }
    }
    throw new IllegalArgumentException(
        "its parameter must be \"nocodes\" or \"nolsh\", got \"" + parameter + "\"");
  }

  @Override
  NSeekVectorsConfig config() {
    return codes.config;
  }

  @Override
  protected String indexName() {
    return super.indexName() + (codes == Codes.ALL ? "" : "-" + codes.parameter);
  }

  @Override
  protected boolean answersBatches() {
    return call == NSeekCall.BATCH;
  }

  @Override
  protected IndexSearch search(DataSet data, int k, Query filter) {
    return new NSeekSearch(call, type().isFloat(), data, k, filter);
  }
}
