package org.nseekfs.cli.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.nseekfs.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option that says which documents are meant, by values of their fields. */
@Command
public final class FilterOptions {

  private static final String FILTER = "--filter";

  @Option(
      names = FILTER,
      paramLabel = "FIELD:VALUE",
      description =
          "Only documents with this value in this field, a word as it is indexed or a whole number;"
              + " given several times, documents with all of them.")
  private List<String> filters = List.of();

  /** Whether no document is excluded. */
  public boolean isEmpty() {
    return filters.isEmpty();
  }

  /**
   * Checks the form of the filters.
   *
   * @throws picocli.CommandLine.ParameterException if one is no field and value
   */
  public void require(Output output) {
    for (String filter : filters) {
      if (filter.indexOf(':') < 1) {
        throw output.usage(FILTER + " must be FIELD:VALUE, got '" + filter + "'");
      }
    }
  }

  /**
   * The query for the documents that are meant; null for all.
   *
   * @throws IOException if a field cannot be searched for its value
   */
  public Query queryOrNull(IndexReader reader) throws IOException {
    if (filters.isEmpty()) {
      return null;
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String filter : filters) {
      int colon = filter.indexOf(':');
      FieldValue value = new FieldValue(filter.substring(0, colon), filter.substring(colon + 1));
      all.add(value.query(reader), BooleanClause.Occur.FILTER);
    }
    return all.build();
  }
}
