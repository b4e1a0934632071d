package org.nseekfs.cli.index;

import java.util.Map;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;

/**
 * What a commit says about itself, in its user data.
 *
 * @param type the element type asked for
 * @param similarityFunction how vectors are compared
 * @param source where the vectors came from
 */
public record IndexMetadata(
    ElementType type, VectorSimilarityFunction similarityFunction, String source) {

  private static final String TYPE = "nseek.type";
  private static final String SIMILARITY = "nseek.similarity";
  private static final String SOURCE = "nseek.source";

  /** As user data of a commit. */
  public Map<String, String> toUserData() {
    return Map.of(TYPE, type.label(), SIMILARITY, similarityFunction.name(), SOURCE, source);
  }

  /** Whether a commit with this user data was made by the command. */
  public static boolean isIn(Map<String, String> userData) {
    return userData.containsKey(TYPE);
  }
}
