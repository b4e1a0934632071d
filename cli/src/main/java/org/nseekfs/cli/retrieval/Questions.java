package org.nseekfs.cli.retrieval;

import java.io.IOException;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;

/** Makes queries of questions to an index. */
public final class Questions {

  /** Characters of a text that is too long which are shown. */
  private static final int SHOWN = 40;

  private final VectorIndex index;
  private final QueryBuilder queryBuilder = new QueryBuilder(new EnglishAnalyzer());

  /**
   * Questions to an index that stays open.
   *
   * @throws IOException if it has no texts
   */
  public Questions(VectorIndex index) throws IOException {
    if (!FieldInfos.getIndexedFields(index.reader()).contains(Fields.TEXT)) {
      throw new IOException(
          "no texts in this index: make it with 'nseek index --text FILE.tsv', or 'nseek demo"
              + " INDEX'");
    }
    this.index = index;
  }

  /**
   * The question of {@code text}, for {@code window} documents by each way.
   *
   * @param embedding of the text
   * @throws IllegalArgumentException if it is of another dimension than the index
   * @throws IOException if the text has more words than Lucene searches for at once
   */
  public QueryPair ask(String text, float[] embedding, int window) throws IOException {
    Query words = words(text);
    return new QueryPair(
        words == null ? new MatchNoDocsQuery("no word but stop words in: " + text) : words,
        index
            .target(VectorSource.of(new float[][] {embedding}), 0)
            .query(index.field(), window, null));
  }

  /** Null if there are none but stop words. */
  private Query words(String text) throws IOException {
    try {
      return queryBuilder.createBooleanQuery(Fields.TEXT, text);
    } catch (IndexSearcher.TooManyClauses e) {
      String start = text.substring(0, Math.min(SHOWN, text.length()));
      throw new IOException(
          "a text to look for must have at most "
              + IndexSearcher.getMaxClauseCount()
              + " words but for stop words, got more in \""
              + start
              + "...\"",
          e);
    }
  }
}
