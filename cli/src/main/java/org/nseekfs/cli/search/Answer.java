package org.nseekfs.cli.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.LshTopDocs;
import org.nseekfs.search.VectorTopDocs;

/**
 * What was found for the query of a row, for a document, or for a text.
 *
 * @param query the row, the document's id, or the text
 * @param milliseconds that the search took
 * @param considered documents that may have been hits; null as {@code scored}
 * @param scored documents whose vectors were compared; null if Lucene's own query was asked, which
 *     does not tell
 * @param pruned documents by the stage that ruled them out; null if the search is not exact
 * @param estimatedRecall the share of the true hits that a search to a recall target expects to
 *     have found; null for others
 * @param stopReason why such a search compared no more documents; null for others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Answer(
    Object query,
    List<Hit> hits,
    double milliseconds,
    Long considered,
    Long scored,
    Map<String, Long> pruned,
    Double estimatedRecall,
    String stopReason) {

  static Answer of(Object query, List<Hit> hits, double milliseconds, TopDocs found) {
    if (!(found instanceof VectorTopDocs ours)) {
      return new Answer(query, hits, milliseconds, null, null, null, null, null);
    }
    long considered = found.totalHits.value();
    long scored = ours.documentsScored();
    return switch (ours) {
      case CertifiedTopDocs exact ->
          new Answer(query, hits, milliseconds, considered, scored, pruned(exact), null, null);
      case LshTopDocs share ->
          new Answer(
              query,
              hits,
              milliseconds,
              considered,
              scored,
              null,
              share.estimatedRecall(),
              share.stopReason().name().toLowerCase(Locale.ROOT));
    };
  }

  private static Map<String, Long> pruned(CertifiedTopDocs found) {
    Map<String, Long> pruned = new LinkedHashMap<>();
    for (PruneStage stage : PruneStage.values()) {
      pruned.put(stage.label(), found.documentsPruned(stage));
    }
    return pruned;
  }

  /** This answer of a search that {@link SearchPlan#withSelf} planned: of the others. */
  Answer withoutSelf(int others) {
    return estimatedRecall == null
        ? this
        : new Answer(
            query,
            hits,
            milliseconds,
            considered,
            scored,
            pruned,
            SearchPlan.recallOfOthers(estimatedRecall, others),
            stopReason);
  }
}
