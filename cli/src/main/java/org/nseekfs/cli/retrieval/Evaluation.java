package org.nseekfs.cli.retrieval;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.VectorIndex;

/** Evaluates the ways to search an index: by text, by vector, by every fusion of both. */
public final class Evaluation {

  /** Hits judged of every way. */
  public static final int K = 10;

  /** Hits of each list that take part in a fusion. */
  public static final int WINDOW = 100;

  /** Questions handed to the model at a time. */
  private static final int BATCH = 64;

  private final VectorIndex index;
  private final Function<List<String>, float[][]> model;
  private final List<Weights> weights;
  private final Questions questions;
  private final String[] keys;

  /**
   * Evaluations of an index that stays open.
   *
   * @param model makes the embeddings of texts, as those in the index were made
   * @param weights of the lists; every fusion is evaluated with each of them
   * @throws IOException if it has no texts
   */
  public Evaluation(
      VectorIndex index, Function<List<String>, float[][]> model, List<Weights> weights)
      throws IOException {
    this.index = index;
    this.model = model;
    this.weights = List.copyOf(weights);
    this.questions = new Questions(index);
    this.keys = new String[index.reader().maxDoc()];
    for (int doc = 0; doc < keys.length; doc++) {
      DocumentText text = index.textOrNull(doc);
      keys[doc] = text == null ? "" : text.key();
    }
  }

  /**
   * Figures of every way over {@code topics}.
   *
   * @param progress hears how many topics are done
   * @throws IOException naming the key, if a relevant document is not in the index
   */
  public List<WayFigures> run(List<Topic> topics, LongConsumer progress) throws IOException {
    requireKnown(topics);
    Map<String, RetrievalFigures> figures = new LinkedHashMap<>();
    for (int from = 0; from < topics.size(); from += BATCH) {
      List<Topic> batch = topics.subList(from, Math.min(topics.size(), from + BATCH));
      float[][] embeddings = model.apply(batch.stream().map(Topic::question).toList());
      for (int i = 0; i < embeddings.length; i++) {
        Topic topic = batch.get(i);
        answer(questions.ask(topic.question(), embeddings[i], WINDOW))
            .forEach(
                (way, found) ->
                    figures
                        .computeIfAbsent(way, key -> new RetrievalFigures(K))
                        .add(found, topic.relevant()));
      }
      progress.accept(from + batch.size());
    }
    return figures.entrySet().stream().map(way -> way.getValue().means(way.getKey())).toList();
  }

  private void requireKnown(List<Topic> topics) throws IOException {
    Set<String> known = new HashSet<>(Arrays.asList(keys));
    for (Topic topic : topics) {
      for (String key : topic.relevant()) {
        if (!known.contains(key)) {
          throw new IOException(
              "no document with id "
                  + key
                  + " in the index, which question \""
                  + topic.question()
                  + "\" should find");
        }
      }
    }
  }

  private Map<String, List<String>> answer(QueryPair question) throws IOException {
    Map<String, List<String>> found = new LinkedHashMap<>();
    found.put("text", keys(index.searcher().search(question.text(), K)));
    found.put("vector", keys(question.vector().search(index.searcher())));
    for (Weights each : weights) {
      for (FusionMethod method : FusionMethod.values()) {
        found.put(
            name(method, each), keys(index.searcher().search(question.fused(method, each, K), K)));
      }
    }
    return found;
  }

  private static String name(FusionMethod method, Weights weights) {
    return method.label() + (weights.equals(Weights.EQUAL) ? "" : ":" + weights);
  }

  private List<String> keys(TopDocs topDocs) {
    List<String> found = new ArrayList<>();
    for (ScoreDoc hit : topDocs.scoreDocs) {
      found.add(keys[hit.doc]);
    }
    return found;
  }
}
