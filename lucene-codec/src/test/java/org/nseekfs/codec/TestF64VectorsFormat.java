package org.nseekfs.codec;

import org.apache.lucene.document.Document;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.Before;

/**
 * The tests that let a subclass choose its fields run on doubles; those that make their own BYTE
 * fields run on bytes, since bytes drawn at random are no doubles.
 */
public class TestF64VectorsFormat extends NSeekVectorsFormatTestCase {

  private VectorSimilarityFunction similarityFunction;

  public TestF64VectorsFormat() {
    super(NSeekVectorsConfig.DEFAULT);
  }

  @Override
  protected VectorEncoding randomVectorEncoding() {
    return VectorEncoding.BYTE;
  }

  @Before
  public void drawSimilarity() {
    similarityFunction = randomSimilarity();
  }

  @Override
  protected void addRandomFields(Document doc) {
    double[] vector = random().doubles(30, -1, 1).toArray();
    doc.add(new DoubleVectorField("v2", vector, similarityFunction));
  }
}
