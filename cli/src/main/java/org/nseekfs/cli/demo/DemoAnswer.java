package org.nseekfs.cli.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What was found for a question, in three ways.
 *
 * @param question what was asked
 * @param expected the id of the synset that a sample question describes; null for others
 * @param text by text alone (BM25)
 * @param vector by vector alone (the dot product is the score)
 * @param fusion the method by which both lists were fused
 * @param fused by both lists
 * @param scored how many vectors the search by vector scored; null if it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DemoAnswer(
    String question,
    String expected,
    List<Hit> text,
    List<Hit> vector,
    String fusion,
    List<Hit> fused,
    Long scored) {

  /** The place of the expected synset in the list by vector, from 1; null if it is not there. */
  @JsonProperty
  public Integer expectedVectorRank() {
    int place = vector.stream().map(Hit::id).toList().indexOf(expected);
    return place < 0 ? null : place + 1;
  }

  /**
   * A synset that was found.
   *
   * @param id its key
   * @param words its words
   * @param gloss what they mean
   * @param score by which it was ranked
   */
  public record Hit(String id, String words, String gloss, double score) {}
}
