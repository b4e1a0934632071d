package org.nseekfs.cli.measure;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;

/**
 * How far the raw value of a search may be from the similarity of the same vectors in double: the
 * inequalities by which a {@link org.nseekfs.search.verify.CertificateChecker} holds raw values
 * against arithmetic in double, with the product of both norms in place of the sum of products. The
 * vectors are within {@link org.nseekfs.quantization.NormLimits}.
 *
 * @param type how vectors are stored
 * @param dimension elements of a vector
 */
record RawMargin(ElementType type, VectorSimilarityFunction similarityFunction, int dimension) {

  /** The margin of {@code value}, the similarity of two vectors of these norms. */
  double of(double value, double queryNorm, double norm) {
    double product = queryNorm * norm;
    return switch (similarityFunction) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> sum(product, dotUnderflow(product));
      case EUCLIDEAN -> sum(-value, underflow());
      case COSINE -> cosine(queryNorm, norm);
    };
  }

  private double sum(double magnitude, double underflow) {
    return type == ElementType.BYTE
        ? 0
        : (gamma(roundings()) + plainGamma()) * magnitude + underflow;
  }

  private double cosine(double queryNorm, double norm) {
    double lost = underflow() / (queryNorm * queryNorm) + underflow() / (norm * norm);
    double product = queryNorm * norm;
    return gamma(3 * roundings() + 4) + 3 * plainGamma() + dotUnderflow(product) / product + lost;
  }

  private double underflow() {
    return (dimension + 8) * (type.isFloat() ? Float.MIN_VALUE : Double.MIN_VALUE);
  }

  /** F8 and F16 rows are summed scaled by powers of two. */
  private double dotUnderflow(double product) {
    boolean scaled = type == ElementType.F8 || type == ElementType.F16;
    return scaled ? underflow() * Math.max(1, 0x1p24 * product) : underflow();
  }

  private long roundings() {
    int lanes = type.isFloat() ? 64 : 16;
    return Math.ceilDiv(dimension, lanes) + Integer.numberOfTrailingZeros(lanes) + 3L;
  }

  private double gamma(long roundings) {
    return gamma(roundings, type.isFloat() ? 0x1p-24 : 0x1p-53);
  }

  private double plainGamma() {
    return gamma(dimension + 4L, 0x1p-53);
  }

  private static double gamma(long roundings, double unitRoundoff) {
    return roundings * unitRoundoff / (1 - roundings * unitRoundoff);
  }
}
