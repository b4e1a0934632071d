package org.nseekfs.codec.write;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Chooses the frames of one kind of codes, and remembers for every field the one used last, so that
 * segments written one after the other have equal frames. Shared by threads.
 *
 * @param <F> the frames
 */
final class FrameChoice<F> {

  /** How many times the vectors that a frame was learned from call for a new one. */
  private static final int OUTGROWN = 4;

  private final Learner<F> learner;
  private final ToIntFunction<F> sampleCount;
  private final BiPredicate<F, FieldShape> fits;
  private final Map<String, Known> lastUsed = new ConcurrentHashMap<>();

  /** Makes frames. */
  interface Learner<F> {

    /** The frame of a sample; null if codes would not pay. */
    F learn(FieldShape shape, VectorSample sample) throws IOException;
  }

  /** A frame, or null where codes did not pay, and how many vectors tell so. */
  private final class Known {
    final FieldShape shape;
    final F frame;
    final int count;

    Known(FieldShape shape, F frame, int count) {
      this.shape = shape;
      this.frame = frame;
      this.count = count;
    }

    boolean isOf(FieldShape other) {
      return frame == null ? shape.equals(other) : fits.test(frame, other);
    }

    boolean isOutgrown(long vectors) {
      return count < CodeFrame.maxSample(shape.dimension()) && vectors >= (long) OUTGROWN * count;
    }

    /** The one to remember: what more vectors tell, unless that is of another kind of field. */
    Known orNewer(Known newer) {
      return isOf(newer.shape) && count > newer.count ? this : newer;
    }
  }

  /**
   * A choice among frames that {@code learner} makes.
   *
   * @param sampleCount how many vectors a frame was learned from
   * @param fits whether a frame can be that of a field
   */
  FrameChoice(Learner<F> learner, ToIntFunction<F> sampleCount, BiPredicate<F, FieldShape> fits) {
    this.learner = learner;
    this.sampleCount = sampleCount;
    this.fits = fits;
  }

  /**
   * The frame for a field: {@code inherited}, or the one used last, if it fits and was not learned
   * from too few, else one learned from {@code sample}.
   *
   * @param inherited null if there is none
   * @return null if codes would not pay
   */
  F choose(FieldShape shape, VectorSample sample, F inherited) throws IOException {
    Known known = find(shape, inherited);
    if (known == null || known.isOutgrown(sample.population())) {
      known = new Known(shape, learner.learn(shape, sample), sample.size());
    }
    lastUsed.merge(shape.name(), known, Known::orNewer);
    return known.frame;
  }

  /** {@code inherited}, or the frame used last, if it fits; null if there is none. */
  F known(FieldShape shape, F inherited) {
    Known known = find(shape, inherited);
    return known == null ? null : known.frame;
  }

  private Known find(FieldShape shape, F inherited) {
    Known known =
        inherited == null
            ? lastUsed.get(shape.name())
            : new Known(shape, inherited, sampleCount.applyAsInt(inherited));
    return known == null || !known.isOf(shape) ? null : known;
  }
}
