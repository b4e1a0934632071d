package org.nseekfs.solr;

import org.apache.solr.util.vector.DenseVectorParser;
import org.nseekfs.adapter.VectorElements;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.quantization.DoubleRows;

/** Hands vectors of our fields to Solr's own query parsers, as Lucene sees them. */
final class StockVectorParser extends DenseVectorParser {

  private final Object vector;

  /** Parses {@code value}; throws as {@link VectorText#elements}. */
  StockVectorParser(VectorField field, Object value) {
    try {
      vector = VectorElements.of(field, VectorText.elements(field.name(), value)).toArray();
    } catch (IllegalArgumentException e) {
      throw BadRequest.of(e);
    }
  }

  @Override
  public float[] getFloatVector() {
    return (float[]) vector;
  }

  @Override
  public byte[] getByteVector() {
    return vector instanceof double[] doubles ? DoubleRows.encode(doubles) : (byte[]) vector;
  }

  @Override
  protected void addNumberElement(Number element) {
    throw new UnsupportedOperationException("parsed already");
  }

  @Override
  protected void addStringElement(String element) {
    throw new UnsupportedOperationException("parsed already");
  }

  @Override
  protected String errorMessage() {
    return "no vector";
  }
}
