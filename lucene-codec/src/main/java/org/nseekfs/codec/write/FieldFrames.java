package org.nseekfs.codec.write;

import java.io.IOException;
import org.nseekfs.codec.values.FieldCodes;
import org.nseekfs.codec.values.FieldSigns;
import org.nseekfs.codec.values.StoredField;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.lsh.HashProjection;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * The frames of a field's codes, of each kind.
 *
 * @param codes of the codes that bound raw values; null if there are none
 * @param signs of the sign codes; null if there are none
 * @param projection of the hash function in whose order sign codes are; null if there is none
 * @param sample that a hash function can be learned from; null where none is to be learned
 */
public record FieldFrames(
    CodeFrame codes, SignFrame signs, HashProjection projection, VectorSample sample) {

  /** No codes of either kind. */
  public static final FieldFrames NONE = new FieldFrames(null, null, null, null);

  /** These frames, and where there are none those of {@code field}: only they are read. */
  public FieldFrames orElse(StoredField field) throws IOException {
    FieldCodes otherCodes = field.codes();
    FieldSigns otherSigns = field.signs();
    return new FieldFrames(
        codes != null || otherCodes == null ? codes : otherCodes.frame().get(),
        signs != null || otherSigns == null ? signs : otherSigns.frame().get(),
        projection != null || otherSigns == null ? projection : otherSigns.projection(),
        sample);
  }
}
