package org.nseekfs.codec;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Chooses the frames of codes, and remembers for every field the one used last, so that segments
 * written one after the other have equal frames. Shared by threads.
 */
final class CodeFrames {

  /** Rows below which a field gets no codes: a scan of so few takes no time. */
  static final int MIN_ROWS = 1024;

  /** How many times the vectors that a frame was learned from call for a new one. */
  private static final int OUTGROWN = 4;

  private final Map<String, Known> lastUsed = new ConcurrentHashMap<>();

  /** A frame, or null where codes did not pay, and how many vectors tell so. */
  private record Known(FieldShape shape, CodeFrame frame, int sampleCount) {

    static Known of(FieldShape shape, CodeFrame frame) {
      return new Known(shape, frame, frame.sampleCount());
    }

    boolean fits(FieldShape other) {
      return frame == null
          ? shape.equals(other)
          : frame.dimension() == other.dimension()
              && frame.similarity() == RawScores.similarity(other.similarityFunction());
    }

    /** The one to remember: what more vectors tell, unless that is of another kind of field. */
    Known orNewer(Known newer) {
      return fits(newer.shape) && sampleCount > newer.sampleCount ? this : newer;
    }
  }

  /** Vectors of a field that is to be written; floats, whatever they are stored as. */
  interface Vectors {

    /** How many there are at most. */
    long count();

    /** Vector {@code index}, which may be overwritten by the next call; asked in rising order. */
    float[] get(long index) throws IOException;
  }

  /**
   * The frame for {@code vectors}: {@code inherited}, or the one used last for the field, if it
   * fits and was not learned from too few, else one learned from an even sample.
   *
   * @param inherited null if there is none
   * @return null if there are too few vectors for codes, or codes would not pay
   */
  CodeFrame choose(FieldShape shape, Vectors vectors, CodeFrame inherited) throws IOException {
    if (vectors.count() < MIN_ROWS) {
      return null;
    }
    Known known = inherited == null ? lastUsed.get(shape.name()) : Known.of(shape, inherited);
    if (known == null || !known.fits(shape) || isOutgrown(known, vectors.count())) {
      known = learn(shape, sample(vectors, shape.dimension()));
    }
    lastUsed.merge(shape.name(), known, Known::orNewer);
    return known.frame();
  }

  private static Known learn(FieldShape shape, float[][] sample) {
    Similarity similarity = RawScores.similarity(shape.similarityFunction());
    int rowBytes = shape.type().rowBytes(shape.dimension());
    return new Known(shape, CodeFrame.learn(similarity, rowBytes, sample), sample.length);
  }

  private static boolean isOutgrown(Known known, long count) {
    return known.sampleCount() < CodeFrame.maxSample(known.shape().dimension())
        && count >= (long) OUTGROWN * known.sampleCount();
  }

  private static float[][] sample(Vectors vectors, int dimension) throws IOException {
    int size = (int) Math.min(vectors.count(), CodeFrame.maxSample(dimension));
    float[][] sample = new float[size][];
    for (int i = 0; i < size; i++) {
      sample[i] = vectors.get(vectors.count() * i / size).clone();
    }
    return sample;
  }
}
