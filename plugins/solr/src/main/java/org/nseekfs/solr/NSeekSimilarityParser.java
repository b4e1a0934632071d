package org.nseekfs.solr;

import org.apache.lucene.queries.function.ValueSource;
import org.apache.solr.search.FunctionQParser;
import org.apache.solr.search.SyntaxError;
import org.apache.solr.search.ValueSourceParser;

/**
 * The function {@code nseekSimilarity(vector,$v)}, or {@code nseekSimilarity(vector,[1,2,3])}: the
 * raw similarity of a document to a vector, exact, in double; a dot product, a cosine, or a negated
 * squared distance. For {@code fl}, {@code sort} and other functions. Documents without a vector
 * have none, and sort as if it were negative infinity.
 */
public final class NSeekSimilarityParser extends ValueSourceParser {

  /** For Solr. */
  public NSeekSimilarityParser() {}

  @Override
  public ValueSource parse(FunctionQParser parser) throws SyntaxError {
    String field = parser.parseId();
    FieldTarget target = FieldTarget.of(field, vector(parser), parser.getReq());
    return new SimilarityValueSource(target.vector().toSimilarities());
  }

  private static String vector(FunctionQParser parser) throws SyntaxError {
    parser.sp.eatws();
    if (!parser.sp.opt('[')) {
      return parser.parseArg();
    }
    int end = parser.sp.val.indexOf(']', parser.sp.pos);
    if (end < 0) {
      throw BadRequest.of("vector must end with ], got \"" + parser.sp.val + "\"");
    }
    String vector = "[" + parser.sp.val.substring(parser.sp.pos, end + 1);
    parser.sp.pos = end + 1;
    return vector;
  }
}
