package org.nseekfs.benchmarks.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.retrieval.Topic;

/**
 * WordNet as a test of retrieval: documents are synsets without their usage examples, a topic is
 * the first example of a synset, which should find that synset.
 */
record UsageExamples(List<DocumentText> documents, List<Topic> topics) {

  /**
   * The first synsets of a list: as many as asked for with an example, and as many without.
   *
   * @param withWords whether a document is words and definition; else it is the definition alone
   */
  public static UsageExamples of(
      List<DocumentText> synsets, int questions, int others, boolean withWords) {
    List<DocumentText> documents = new ArrayList<>();
    List<Topic> topics = new ArrayList<>();
    int without = 0;
    for (DocumentText synset : synsets) {
      Gloss gloss = Gloss.of(synset.gloss());
      boolean asks = !gloss.examples().isEmpty();
      if (gloss.definition().isEmpty() || (asks ? topics.size() == questions : without == others)) {
        continue;
      }
      documents.add(
          new DocumentText(synset.key(), withWords ? synset.words() : "", gloss.definition()));
      if (asks) {
        topics.add(new Topic(gloss.examples().getFirst(), Set.of(synset.key())));
      } else {
        without++;
      }
    }
    return new UsageExamples(List.copyOf(documents), List.copyOf(topics));
  }
}
