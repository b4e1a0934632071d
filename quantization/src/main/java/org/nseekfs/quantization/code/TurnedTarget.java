package org.nseekfs.quantization.code;

import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;

/**
 * A target along the directions of a frame: t, r and what else {@link ErrorBound} needs of them.
 *
 * @param along r, the parts of t along the directions
 * @param squareAlong |r|^2
 * @param squareRest |Pt|^2, rounded up
 * @param base what a raw value holds beside (t, z)
 * @param factor how often it holds (t, z)
 */
record TurnedTarget(
    double[] along, double squareAlong, double squareRest, double base, int factor) {

  /**
   * The target in {@code frame}.
   *
   * @param target a {@code float[]}, {@code double[]} or {@code byte[]} of the frame's dimension
   * @return null if it is too small or too large to have bounds
   */
  static TurnedTarget of(CodeFrame frame, Object target) {
    double[] vector = RowReader.widen(target);
    double norm = Math.sqrt(Squares.dot(vector, vector));
    if (!ErrorBound.isCodable(norm)) {
      return null;
    }
    float[] mean = frame.mean();
    boolean isEuclidean = frame.similarity() == Similarity.EUCLIDEAN;
    double scale = frame.similarity() == Similarity.COSINE ? 1 / norm : 1;
    double meanPart = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = isEuclidean ? vector[i] - mean[i] : vector[i] * scale;
      meanPart += vector[i] * mean[i];
    }
    double square = Squares.dot(vector, vector);
    if (!ErrorBound.isCodable(Math.sqrt(square))) {
      return null;
    }
    double base = isEuclidean ? -square * (1 - ErrorBound.squareNormLoss(vector.length)) : meanPart;
    double[] along = turn(frame, vector);
    double squareAlong = Squares.dot(along, along);
    double squareRest =
        ErrorBound.isComplete(frame)
            ? 0
            : Math.max(0, square - squareAlong) + (2 * frame.defect() + 0x1p-40) * square;
    return new TurnedTarget(along, squareAlong, squareRest, base, isEuclidean ? 2 : 1);
  }

  private static double[] turn(CodeFrame frame, double[] vector) {
    float[] rotation = frame.rotation();
    double[] turned = new double[frame.directions()];
    for (int i = 0; i < vector.length; i++) {
      add(vector[i], rotation, i * frame.paddedDirections(), turned);
    }
    return turned;
  }

  private static void add(double factor, float[] rotation, int offset, double[] turned) {
    for (int j = 0; j < turned.length; j++) {
      turned[j] += factor * rotation[offset + j];
    }
  }
}
