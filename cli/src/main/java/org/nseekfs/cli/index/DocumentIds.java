package org.nseekfs.cli.index;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;

/**
 * By what users name documents: the numbers or words of a field. A document without one has its
 * number in the index, which changes with merges.
 */
public final class DocumentIds {

  private final IndexReader reader;
  private final String field;
  private final FieldInfo fieldInfo;

  /**
   * The ids in {@code field} of the documents of a reader that stays open.
   *
   * @param field null for {@link Fields#ID}, which need not be there
   * @throws IOException if a field is named that the index does not have
   */
  public DocumentIds(IndexReader reader, String field) throws IOException {
    this.reader = reader;
    this.field = field == null ? Fields.ID : field;
    this.fieldInfo = FieldInfos.getMergedFieldInfos(reader).fieldInfo(this.field);
    if (fieldInfo == null && field != null) {
      throw new IOException("no field \"" + field + "\" in this index: --id-field must name one");
    }
  }

  /** A document's id: a {@link Long} or a {@link String}. */
  public Object of(int doc) throws IOException {
    Object stored = stored(doc);
    if (stored != null) {
      return stored;
    }
    Object value = docValue(doc);
    return value == null ? Long.valueOf(doc) : value;
  }

  private Object stored(int doc) throws IOException {
    Document document = reader.storedFields().document(doc, Set.of(field));
    IndexableField stored = document.getField(field);
    if (stored == null) {
      return null;
    }
    return stored.numericValue() == null
        ? stored.stringValue()
        : Long.valueOf(stored.numericValue().longValue());
  }

  private Object docValue(int doc) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
    return docValue(leaf.reader(), doc - leaf.docBase);
  }

  private Object docValue(LeafReader leaf, int doc) throws IOException {
    NumericDocValues numbers = leaf.getNumericDocValues(field);
    if (numbers != null) {
      return numbers.advanceExact(doc) ? Long.valueOf(numbers.longValue()) : null;
    }
    SortedDocValues words = leaf.getSortedDocValues(field);
    return words != null && words.advanceExact(doc)
        ? words.lookupOrd(words.ordValue()).utf8ToString()
        : null;
  }

  /**
   * The first document with an id; -1 if there is none.
   *
   * @throws IOException if the field cannot be searched for it
   */
  public int find(IndexSearcher searcher, String id) throws IOException {
    if (fieldInfo == null) {
      return numbered(id);
    }
    ScoreDoc[] hits = searcher.search(new ConstantScoreQuery(query(id)), 1).scoreDocs;
    return hits.length == 0 ? -1 : hits[0].doc;
  }

  private int numbered(String id) throws IOException {
    try {
      int doc = Integer.parseInt(id);
      return doc < reader.maxDoc() ? doc : -1;
    } catch (NumberFormatException e) {
      throw new IOException(
          "no field \""
              + field
              + "\" in this index, so that documents have their numbers as ids, got '"
              + id
              + "': name the field of ids with --id-field",
          e);
    }
  }

  /**
   * The query for documents with an id.
   *
   * @throws IOException if the field cannot be searched for it
   */
  public Query query(String id) throws IOException {
    if (fieldInfo == null) {
      throw new IOException(
          "no field \"" + field + "\" in this index: name the field of ids with --id-field");
    }
    return new FieldValue(field, id).query(reader);
  }
}
