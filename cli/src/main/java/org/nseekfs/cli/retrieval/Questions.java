package org.nseekfs.cli.retrieval;

import java.io.IOException;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;

/** Makes queries of questions to an index. */
public final class Questions {

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
              + " --index DIR'");
    }
    this.index = index;
  }

  /**
   * The question of {@code text}, for {@code window} documents by each way.
   *
   * @param embedding of the text
   * @throws IllegalArgumentException if it is of another dimension than the index
   */
  public Question ask(String text, float[] embedding, int window) throws IOException {
    Query words = queryBuilder.createBooleanQuery(Fields.TEXT, text);
    return new Question(
        words == null ? new MatchNoDocsQuery("no word but stop words in: " + text) : words,
        index.target(VectorSource.of(new float[][] {embedding}), 0).query(index.field(), window));
  }
}
