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

  /** Floats of a sample: what the heap of a merge can bear. */
  private static final int MAX_SAMPLE_FLOATS = 1 << 22;

  private final Map<String, CodeFrame> lastUsed = new ConcurrentHashMap<>();

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
    Similarity similarity = RawScores.similarity(shape.similarityFunction());
    CodeFrame known = inherited == null ? lastUsed.get(shape.name()) : inherited;
    CodeFrame frame =
        known != null
                && known.similarity() == similarity
                && known.dimension() == shape.dimension()
                && !isOutgrown(known, vectors.count())
            ? known
            : CodeFrame.learn(
                similarity,
                shape.type().rowBytes(shape.dimension()),
                sample(vectors, shape.dimension()));
    if (frame != null) {
      lastUsed.put(shape.name(), frame);
    }
    return frame;
  }

  private static boolean isOutgrown(CodeFrame frame, long count) {
    return frame.sampleCount() < maxSample(frame.dimension())
        && count >= (long) OUTGROWN * frame.sampleCount();
  }

  private static int maxSample(int dimension) {
    return Math.min(CodeFrame.MAX_SAMPLE, MAX_SAMPLE_FLOATS / dimension);
  }

  private static float[][] sample(Vectors vectors, int dimension) throws IOException {
    int size = (int) Math.min(vectors.count(), maxSample(dimension));
    float[][] sample = new float[size][];
    for (int i = 0; i < size; i++) {
      sample[i] = vectors.get(vectors.count() * i / size).clone();
    }
    return sample;
  }
}
