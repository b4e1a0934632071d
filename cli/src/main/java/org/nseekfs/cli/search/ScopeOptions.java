package org.nseekfs.cli.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.nseekfs.cli.index.FieldValue;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option that says which documents may be hits. */
@Command
final class ScopeOptions {

  private static final String FILTER = "--filter";

  @Option(
      names = FILTER,
      paramLabel = "FIELD:VALUE",
      description =
          "Find only documents with this value in this field, a word as it is indexed or a whole"
              + " number; given several times, documents with all of them.")
  private List<String> filters = List.of();

  /** Whether all documents may be hits. */
  boolean isAll() {
    return filters.isEmpty();
  }

  /**
   * Checks the form of the filters.
   *
   * @throws picocli.CommandLine.ParameterException if one is no field and value
   */
  void require(Output output) {
    for (String filter : filters) {
      if (filter.indexOf(':') < 1) {
        throw output.usage(FILTER + " must be FIELD:VALUE, got '" + filter + "'");
      }
    }
  }

  /**
   * What of an index is searched.
   *
   * @throws IOException if a field cannot be searched for its value
   */
  Scope of(VectorIndex index) throws IOException {
    if (isAll()) {
      return Scope.all(index.field());
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String filter : filters) {
      int colon = filter.indexOf(':');
      FieldValue value = new FieldValue(filter.substring(0, colon), filter.substring(colon + 1));
      all.add(value.query(index.reader()), BooleanClause.Occur.FILTER);
    }
    return new Scope(index.field(), all.build());
  }
}
