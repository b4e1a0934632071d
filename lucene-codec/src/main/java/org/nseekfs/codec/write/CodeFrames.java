package org.nseekfs.codec.write;

import java.io.IOException;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.lsh.HashProjection;
import org.nseekfs.quantization.lsh.SignFrame;

/** Chooses the frames of the codes of fields. Shared by threads. */
public final class CodeFrames {

  /** Rows below which a field gets no codes: a scan of so few takes no time. */
  static final int MIN_CODED_ROWS = 256;

  /** Rows below which no frame is learned, and no sign codes are written. */
  public static final int MIN_ROWS = 1024;

  /** How many times the bytes of a frame few rows must have to be coded in it. */
  private static final int ROWS_PER_FRAME = 2;

  /** Rows below which sign codes are in the order of rows: to read them all takes no longer. */
  public static final int MIN_HASHED_ROWS = 16_384;

  private final FrameChoice<CodeFrame> codes =
      new FrameChoice<>(
          (shape, sample) ->
              CodeFrame.learn(
                  RawScores.similarity(shape.similarityFunction()),
                  shape.type().rowBytes(shape.dimension()),
                  sample.vectors(),
                  sample.checkpoint()),
          CodeFrame::sampleCount,
          (frame, shape) -> isOf(shape, frame.dimension(), frame.similarity()));

  private final FrameChoice<SignFrame> signs =
      new FrameChoice<>(
          (shape, sample) ->
              SignFrame.learn(RawScores.similarity(shape.similarityFunction()), sample.vectors()),
          SignFrame::sampleCount,
          (frame, shape) -> isOf(shape, frame.dimension(), frame.similarity()));

  private final FrameChoice<HashProjection> projections =
      new FrameChoice<>(
          (shape, sample) -> {
            float[][] vectors = sample.vectors();
            SignFrame frame =
                SignFrame.learn(RawScores.similarity(shape.similarityFunction()), vectors);
            return frame == null ? null : HashProjection.learn(frame, vectors, sample.checkpoint());
          },
          HashProjection::sampleCount,
          (projection, shape) -> projection.dimension() == shape.dimension());

  private final boolean withCodes;
  private final boolean withSigns;

  /** Frames of codes and of sign codes, if fields are to have such. */
  public CodeFrames(boolean withCodes, boolean withSigns) {
    this.withCodes = withCodes;
    this.withSigns = withSigns;
  }

  private static boolean isOf(FieldShape shape, int dimension, Similarity similarity) {
    return shape.dimension() == dimension
        && RawScores.similarity(shape.similarityFunction()) == similarity;
  }

  /**
   * The frames for the vectors of {@code sample}: those of {@code inherited}, or the ones used last
   * for the field, if they fit and were not learned from too few, else learned from an even sample.
   * None of a kind that is not wanted or would not pay. Few vectors get none but a known frame of
   * codes that bound, so that a search does not score all vectors of many small segments.
   */
  public FieldFrames choose(FieldShape shape, VectorSample sample, FieldFrames inherited)
      throws IOException {
    if (sample.population() < MIN_ROWS) {
      CodeFrame known = withCodes ? codes.known(shape, inherited.codes()) : null;
      return isSmall(known, shape, sample.population())
          ? new FieldFrames(known, null, null, null)
          : FieldFrames.NONE;
    }
    SignFrame signFrame = withSigns ? signs.choose(shape, sample, inherited.signs()) : null;
    boolean isHashed = signFrame != null && sample.population() >= MIN_HASHED_ROWS;
    return new FieldFrames(
        withCodes ? codes.choose(shape, sample, inherited.codes()) : null,
        signFrame,
        isHashed ? projections.choose(shape, sample, inherited.projection()) : null,
        sample);
  }

  /** Whether there is a frame, and so many rows are so much larger that it is worth its bytes. */
  private static boolean isSmall(CodeFrame frame, FieldShape shape, long rows) {
    return frame != null
        && rows >= MIN_CODED_ROWS
        && rows * shape.type().rowBytes(shape.dimension())
            >= (long) ROWS_PER_FRAME * frame.storedBytes();
  }
}
