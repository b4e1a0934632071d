package org.nseekfs.codec;

import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * The frames of a field's codes, of each kind.
 *
 * @param codes of the codes that bound raw values; null if there are none
 * @param signs of the sign codes; null if there are none
 */
record FieldFrames(CodeFrame codes, SignFrame signs) {

  /** No codes of either kind. */
  static final FieldFrames NONE = new FieldFrames(null, null);

  /** These frames, and the other's where there are none. */
  FieldFrames orElse(FieldFrames other) {
    return new FieldFrames(
        codes == null ? other.codes : codes, signs == null ? other.signs : signs);
  }
}
