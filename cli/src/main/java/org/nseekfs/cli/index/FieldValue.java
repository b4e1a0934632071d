package org.nseekfs.cli.index;

import java.io.IOException;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * A value that documents have in a field.
 *
 * @param value a word as it is indexed, or a whole number
 */
public record FieldValue(String field, String value) {

  /**
   * The query for the documents that have it: by terms where the field is indexed, by points or doc
   * values where these are all there is.
   *
   * @throws IOException if there is no such field, it cannot be searched, or it is one of numbers
   *     and the value is none
   */
  public Query query(IndexReader reader) throws IOException {
    FieldInfo fieldInfo = FieldInfos.getMergedFieldInfos(reader).fieldInfo(field);
    if (fieldInfo == null) {
      throw new IOException("no field \"" + field + "\" in this index");
    }
    if (fieldInfo.getIndexOptions() != IndexOptions.NONE) {
      return new TermQuery(new Term(field, value));
    }
    if (fieldInfo.getPointIndexDimensionCount() == 1
        && fieldInfo.getPointNumBytes() == Integer.BYTES) {
      return IntPoint.newExactQuery(field, Math.toIntExact(number()));
    }
    if (fieldInfo.getPointIndexDimensionCount() == 1
        && fieldInfo.getPointNumBytes() == Long.BYTES) {
      return LongPoint.newExactQuery(field, number());
    }
    return switch (fieldInfo.getDocValuesType()) {
      case NUMERIC -> NumericDocValuesField.newSlowExactQuery(field, number());
      case SORTED_NUMERIC -> SortedNumericDocValuesField.newSlowExactQuery(field, number());
      case SORTED -> SortedDocValuesField.newSlowExactQuery(field, new BytesRef(value));
      case SORTED_SET -> SortedSetDocValuesField.newSlowExactQuery(field, new BytesRef(value));
      case NONE, BINARY ->
          throw new IOException(
              "field \""
                  + field
                  + "\" is neither indexed nor has doc values: it can be shown, but not searched");
    };
  }

  private long number() throws IOException {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IOException(
          "field \"" + field + "\" holds whole numbers, got '" + value + "' for it", e);
    }
  }
}
