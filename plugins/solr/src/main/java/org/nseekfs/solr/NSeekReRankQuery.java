package org.nseekfs.solr;

import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Rescorer;
import org.apache.solr.search.AbstractReRankQuery;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.VectorRescorer;

/** The hits of a query, the best of them ranked anew by their nearness to a vector. */
final class NSeekReRankQuery extends AbstractReRankQuery {

  private final FieldTarget target;

  NSeekReRankQuery(Query mainQuery, int reRankDocs, FieldTarget target) {
    super(mainQuery, reRankDocs, rescorer(target));
    this.target = target;
  }

  private static Rescorer rescorer(FieldTarget target) {
    String field = target.field().name();
    return new VectorRescorer(field, QueryVector.ofArray(target.vector().toArray()));
  }

  @Override
  protected Query rewrite(Query rewrittenMainQuery) {
    return new NSeekReRankQuery(rewrittenMainQuery, reRankDocs, target).wrap(rewrittenMainQuery);
  }

  @Override
  public String toString(String field) {
    return "nseekRerank("
        + mainQuery.toString(field)
        + ", "
        + target.field().name()
        + ", "
        + reRankDocs
        + ")";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && equalsTo((NSeekReRankQuery) other);
  }

  private boolean equalsTo(NSeekReRankQuery other) {
    return mainQuery.equals(other.mainQuery)
        && reRankDocs == other.reRankDocs
        && target.field().equals(other.target.field())
        && Arrays.equals(target.elements(), other.target.elements());
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        classHash(), mainQuery, reRankDocs, target.field(), Arrays.hashCode(target.elements()));
  }
}
