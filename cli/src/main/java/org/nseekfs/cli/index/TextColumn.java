package org.nseekfs.cli.index;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/** A stored field that is shown of each document. */
final class TextColumn {

  private final IndexReader reader;
  private final String field;

  private TextColumn(IndexReader reader, String field) {
    this.reader = reader;
    this.field = field;
  }

  /**
   * The texts of a field.
   *
   * @param field null for the only field, besides {@code idField}, of which the first live document
   *     stores a text; if there is none such, or several, there are no texts
   * @throws IOException if a field is named that the index does not have
   */
  static TextColumn of(IndexReader reader, String field, String idField) throws IOException {
    if (field == null) {
      return new TextColumn(reader, obvious(reader, idField));
    }
    if (FieldInfos.getMergedFieldInfos(reader).fieldInfo(field) == null) {
      throw new IOException("no field \"" + field + "\" in this index: --text-field must name one");
    }
    return new TextColumn(reader, field);
  }

  private static String obvious(IndexReader reader, String idField) throws IOException {
    int doc = firstLive(reader);
    if (doc == DocIdSetIterator.NO_MORE_DOCS) {
      return null;
    }
    List<String> names =
        reader.storedFields().document(doc).getFields().stream()
            .filter(stored -> stored.stringValue() != null && stored.numericValue() == null)
            .map(IndexableField::name)
            .filter(name -> !name.equals(idField))
            .distinct()
            .toList();
    return names.size() == 1 ? names.getFirst() : null;
  }

  private static int firstLive(IndexReader reader) {
    for (var leaf : reader.leaves()) {
      Bits live = leaf.reader().getLiveDocs();
      for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
        if (live == null || live.get(doc)) {
          return leaf.docBase + doc;
        }
      }
    }
    return DocIdSetIterator.NO_MORE_DOCS;
  }

  /** A document's text; null if none is stored. */
  String of(int doc) throws IOException {
    return field == null ? null : reader.storedFields().document(doc, Set.of(field)).get(field);
  }
}
