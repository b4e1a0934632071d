package org.nseekfs.cli.build;

import java.io.IOException;
import java.util.Iterator;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.quantization.ElementType;

/**
 * Documents of rows of vectors, as the command makes them.
 *
 * @param type how an element is stored
 * @param firstId the id of row 0; the others count on
 */
record RowDocuments(
    VectorSource vectors,
    ElementType type,
    VectorSimilarityFunction similarityFunction,
    long firstId) {

  /**
   * Adds a row, with its text if there is one.
   *
   * @throws IllegalArgumentException naming the row, if it is refused
   */
  void add(IndexWriter writer, int row, Iterator<DocumentText> texts) throws IOException {
    try {
      long id = firstId + row;
      Document document = new Document();
      document.add(new StoredField(Fields.ID, id));
      document.add(new NumericDocValuesField(Fields.ID, id));
      document.add(vectorField(row));
      if (texts.hasNext()) {
        addText(document, texts.next());
      }
      writer.addDocument(document);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("row " + row + ": " + e.getMessage(), e);
    }
  }

  private Field vectorField(int row) throws IOException {
    return switch (type) {
      case F64 ->
          new DoubleVectorField(Fields.VECTOR, vectors.doubleVector(row), similarityFunction);
      case BYTE ->
          new KnnByteVectorField(Fields.VECTOR, vectors.byteVector(row), similarityFunction);
      default ->
          new KnnFloatVectorField(Fields.VECTOR, vectors.floatVector(row), similarityFunction);
    };
  }

  private static void addText(Document document, DocumentText text) {
    document.add(new StoredField(Fields.KEY, text.key()));
    document.add(new StoredField(Fields.WORDS, text.words()));
    document.add(new StoredField(Fields.GLOSS, text.gloss()));
    document.add(new TextField(Fields.TEXT, text.text(), Field.Store.NO));
  }
}
