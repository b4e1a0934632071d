package org.nseekfs.search.leaf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;

/**
 * The leaves of a reader in which a field has vectors.
 *
 * @param isKnown whether any leaf knows the field
 */
public record VectorLeaves(boolean isKnown, List<VectorLeaf> leaves) {

  /**
   * Finds the leaves that {@code target} has to be compared with.
   *
   * @throws IllegalArgumentException naming the field, if it exists without vectors, or if its
   *     vectors cannot be compared with {@code target} or with each other
   * @throws IllegalStateException see {@link VectorLeaf#of}
   */
  public static VectorLeaves find(IndexReader reader, String field, QueryVector target)
      throws IOException {
    boolean isKnown = false;
    List<VectorLeaf> leaves = new ArrayList<>();
    for (LeafReaderContext context : reader.leaves()) {
      isKnown |= context.reader().getFieldInfos().fieldInfo(field) != null;
      VectorLeaf leaf = VectorLeaf.find(context, field, target);
      if (leaf != null) {
        leaves.add(leaf);
      }
    }
    if (isKnown && leaves.isEmpty()) {
      throw new IllegalArgumentException("field \"" + field + "\" has no vectors");
    }
    requireOneSimilarity(leaves);
    return new VectorLeaves(isKnown, List.copyOf(leaves));
  }

  /** Null if there is no leaf. */
  public VectorSimilarityFunction similarityFunction() {
    return leaves.isEmpty() ? null : leaves.getFirst().similarityFunction();
  }

  /** Each once, in the order of the constants. */
  public List<ElementType> elementTypes() {
    return leaves.stream().map(VectorLeaf::type).distinct().sorted().toList();
  }

  /** IndexWriter allows no other, but a MultiReader may join indexes that differ. */
  private static void requireOneSimilarity(List<VectorLeaf> leaves) {
    for (VectorLeaf leaf : leaves) {
      VectorLeaf first = leaves.getFirst();
      if (leaf.similarityFunction() != first.similarityFunction()) {
        throw new IllegalArgumentException(
            "field \""
                + leaf.field()
                + "\" has similarity "
                + first.similarityFunction()
                + " in segment "
                + first.segmentName()
                + " but "
                + leaf.similarityFunction()
                + " in segment "
                + leaf.segmentName());
      }
    }
  }
}
