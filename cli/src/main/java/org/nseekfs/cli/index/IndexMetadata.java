package org.nseekfs.cli.index;

import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;

/**
 * What a commit says about itself, in its user data.
 *
 * @param type the element type asked for
 * @param similarityFunction how vectors are compared
 * @param source where the vectors came from
 * @param normalized whether they were brought to unit length
 * @param model the model that made them; null if that is not known
 */
public record IndexMetadata(
    ElementType type,
    VectorSimilarityFunction similarityFunction,
    String source,
    boolean normalized,
    String model) {

  private static final String TYPE = "nseek.type";
  private static final String SIMILARITY = "nseek.similarity";
  private static final String SOURCE = "nseek.source";
  private static final String NORMALIZED = "nseek.normalized";
  private static final String MODEL = "nseek.model";

  /** As user data of a commit. */
  public Map<String, String> toUserData() {
    Map<String, String> userData = new HashMap<>();
    userData.put(TYPE, type.label());
    userData.put(SIMILARITY, similarityFunction.name());
    userData.put(SOURCE, source);
    userData.put(NORMALIZED, Boolean.toString(normalized));
    if (model != null) {
      userData.put(MODEL, model);
    }
    return userData;
  }

  /** The model that made the vectors of a commit with this user data; null if it does not say. */
  static String modelOrNull(Map<String, String> userData) {
    return userData.get(MODEL);
  }

  /** Whether the vectors of a commit with this user data were brought to unit length. */
  static boolean isNormalized(Map<String, String> userData) {
    return Boolean.parseBoolean(userData.get(NORMALIZED));
  }

  /** Whether a commit with this user data was made by the command. */
  public static boolean isIn(Map<String, String> userData) {
    return userData.containsKey(TYPE);
  }
}
