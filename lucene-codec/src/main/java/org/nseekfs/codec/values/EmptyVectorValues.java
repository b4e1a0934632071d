package org.nseekfs.codec.values;

import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.VectorScorer;

/** The values of a field whose documents with vectors are all gone. */
final class EmptyVectorValues {

  private EmptyVectorValues() {}

  static FloatVectorValues floats(int dimension) {
    return new FloatVectorValues() {
      @Override
      public int dimension() {
        return dimension;
      }

      @Override
      public int size() {
        return 0;
      }

      @Override
      public float[] vectorValue(int ord) {
        throw new IllegalArgumentException("no vectors, so none with ord " + ord);
      }

      @Override
      public FloatVectorValues copy() {
        return this;
      }

      @Override
      public DocIndexIterator iterator() {
        return createDenseIterator();
      }

      @Override
      public VectorScorer scorer(float[] target) {
        return null;
      }
    };
  }

  static ByteVectorValues bytes(int dimension) {
    return new ByteVectorValues() {
      @Override
      public int dimension() {
        return dimension;
      }

      @Override
      public int size() {
        return 0;
      }

      @Override
      public byte[] vectorValue(int ord) {
        throw new IllegalArgumentException("no vectors, so none with ord " + ord);
      }

      @Override
      public ByteVectorValues copy() {
        return this;
      }

      @Override
      public DocIndexIterator iterator() {
        return createDenseIterator();
      }

      @Override
      public VectorScorer scorer(byte[] target) {
        return null;
      }
    };
  }
}
