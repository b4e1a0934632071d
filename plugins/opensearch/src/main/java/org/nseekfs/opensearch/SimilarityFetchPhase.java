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
            .values(context)
            .map(values -> new Processor(values, () -> asked.requireOfHits(context)))
            .orElse(null)
        : null;
  }

  private static final class Processor implements FetchSubPhaseProcessor {
    private final DoubleValuesSource source;
    private final Runnable documentWithout;
    private DoubleValues values;

    /** Runs {@code documentWithout} for hits that have no value and are no nested objects. */
    Processor(DoubleValuesSource source, Runnable documentWithout) {
      this.source = source;
      this.documentWithout = documentWithout;
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
      } else if (hit.hit().getNestedIdentity() == null) {
        documentWithout.run();
      }
    }
  }
}
