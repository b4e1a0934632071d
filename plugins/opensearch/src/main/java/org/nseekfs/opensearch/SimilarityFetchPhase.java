package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.DoubleValuesSource;
import org.opensearch.common.document.DocumentField;
import org.opensearch.search.fetch.FetchContext;
import org.opensearch.search.fetch.FetchSubPhase;
import org.opensearch.search.fetch.FetchSubPhaseProcessor;

/** Adds what a {@link SimilarityExtBuilder} asks for to hits. */
final class SimilarityFetchPhase implements FetchSubPhase {

  /** Null, so that nothing is done, where the request does not ask or the index has no field. */
  @Override
  public FetchSubPhaseProcessor getProcessor(FetchContext context) {
    return context.getSearchExt(SimilarityExtBuilder.NAME) instanceof SimilarityExtBuilder asked
        ? asked
            .values(context.mapperService(), context.getIndexName())
            .map(Processor::new)
            .orElse(null)
        : null;
  }

  private static final class Processor implements FetchSubPhaseProcessor {
    private final DoubleValuesSource source;
    private DoubleValues values;

    Processor(DoubleValuesSource source) {
      this.source = source;
    }

    @Override
    public void setNextReader(LeafReaderContext context) throws IOException {
      values = source.getValues(context, null);
    }

    @Override
    public void process(HitContext hit) throws IOException {
      if (values.advanceExact(hit.docId())) {
        hit.hit()
            .setDocumentField(
                SimilarityExtBuilder.NAME,
                new DocumentField(SimilarityExtBuilder.NAME, List.of(values.doubleValue())));
      }
    }
  }
}
