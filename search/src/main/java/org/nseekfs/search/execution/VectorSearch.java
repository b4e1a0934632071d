package org.nseekfs.search.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.Weight;
import org.nseekfs.search.leaf.VectorLeaf;

/**
 * One execution of one or several queries of the same leaves: their filters on every leaf, then
 * every part of every leaf, both as tasks of the searcher's executor, then one ranking for each
 * query of what they found.
 */
public final class VectorSearch {

  private final IndexSearcher searcher;
  private final List<VectorLeaf> leaves;
  private final Deadline deadline;
  private final Map<Query, List<AcceptDocs>> acceptDocs = new HashMap<>();

  /** A search that the searcher's timeout ends. */
  public VectorSearch(IndexSearcher searcher, List<VectorLeaf> leaves) {
    this(searcher, leaves, searcher.getTimeout());
  }

  /** A search that {@code timeout} ends, if it is not null. */
  public VectorSearch(IndexSearcher searcher, List<VectorLeaf> leaves, QueryTimeout timeout) {
    this.searcher = searcher;
    this.leaves = leaves;
    this.deadline = new Deadline(timeout);
  }

  /**
   * What a search found.
   *
   * @param totalHits the documents considered
   * @param best the hits in the slots of their ranks, best first
   */
  public record Found(TotalHits totalHits, BestDocs best, SearchWork work) {
    public boolean isPartial() {
      return totalHits.relation() != TotalHits.Relation.EQUAL_TO;
    }

    /** What was done, in a line. */
    public String figures() {
      return (isPartial() ? "partial, " : "") + work.figures();
    }
  }

  /** A search under way: what its parts share, the parts. */
  private record Running(SharedSearch search, List<PartSearch> parts) {
    Query filter() {
      return search.question().filter();
    }
  }

  /** Searches for one question. */
  public Found search(Question question, SearchMode mode) throws IOException {
    return search(List.of(question), mode).getFirst();
  }

  /** Searches for all of {@code questions}; a result for each, in their order. */
  public List<Found> search(List<Question> questions, SearchMode mode) throws IOException {
    List<Running> running = new ArrayList<>(questions.size());
    int expectedHits = 1;
    for (Question question : questions) {
      BestDocsPool best = BestDocsPool.of(question, leaves);
      SharedSearch search = SharedSearch.of(question, mode, best, deadline);
      running.add(new Running(search, new ArrayList<>()));
      expectedHits = Math.max(expectedHits, question.expectedHits());
    }
    invokeAll(
        tasks(running, expectedHits, mode),
        task -> {
          task.run();
          return null;
        });
    searchRests(running);
    return running.stream().map(this::ranked).toList();
  }

  /**
   * Searches on in the parts that have a rest. What their documents must reach is made of all that
   * every part has found by then: the same for any number of threads and at any speed.
   */
  private void searchRests(List<Running> running) throws IOException {
    List<Callable<Void>> rests = new ArrayList<>();
    for (Running search : running) {
      if (search.parts().stream().anyMatch(PartSearch::hasRest)) {
        BestDocs known = new BestDocs(search.search().question().k());
        search.parts().forEach(part -> known.addAll(part.best()));
        double key = known.isFull() ? known.worstKey() : Double.NEGATIVE_INFINITY;
        for (PartSearch part : search.parts()) {
          part.raise(key);
          if (part.hasRest()) {
            rests.add(
                () -> {
                  new PartTask(part.part(), List.of(part), deadline).runRest();
                  return null;
                });
          }
        }
      }
    }
    if (!rests.isEmpty()) {
      searcher.getTaskExecutor().invokeAll(rests);
    }
  }

  private List<PartTask> tasks(List<Running> running, int expectedHits, SearchMode mode)
      throws IOException {
    List<PartTask> tasks = new ArrayList<>();
    for (Running search : running) {
      Query filter = search.filter();
      if (!acceptDocs.containsKey(filter)) {
        acceptDocs.put(filter, accept(filter));
      }
    }
    double documents = leaves.stream().mapToLong(VectorLeaf::maxDoc).sum();
    for (int i = 0; i < leaves.size(); i++) {
      VectorLeaf leaf = leaves.get(i);
      double share = leaf.maxDoc() / documents;
      int minPartDocs = mode.minPartDocs().applyAsInt(leaf);
      for (LeafPart part : LeafPart.split(leaf, expectedHits, minPartDocs)) {
        List<PartSearch> searches = new ArrayList<>();
        for (Running search : running) {
          AcceptDocs accepted = acceptDocs.get(search.filter()).get(i);
          if (accepted != null) {
            PartSearch partSearch = new PartSearch(part, accepted, search.search(), share);
            search.parts().add(partSearch);
            searches.add(partSearch);
          }
        }
        if (!searches.isEmpty()) {
          tasks.add(new PartTask(part, searches, deadline));
        }
      }
    }
    return tasks;
  }

  /** The documents that {@code filter} accepts in each leaf, null where there are none. */
  private List<AcceptDocs> accept(Query filter) throws IOException {
    if (filter == null) {
      return leaves.stream().map(AcceptedDocs::live).toList();
    }
    Query rewritten = searcher.rewrite(new ConstantScoreQuery(filter));
    if (rewritten instanceof MatchNoDocsQuery) {
      return Collections.nCopies(leaves.size(), null);
    }
    if (acceptsAll(rewritten)) {
      return leaves.stream().map(AcceptedDocs::live).toList();
    }
    Weight weight = searcher.createWeight(rewritten, ScoreMode.COMPLETE_NO_SCORES, 1f);
    return invokeAll(leaves, leaf -> AcceptedDocs.filtered(leaf, weight, deadline));
  }

  private static boolean acceptsAll(Query query) {
    Query inner = query instanceof ConstantScoreQuery constant ? constant.getQuery() : query;
    return inner instanceof MatchAllDocsQuery;
  }

  private Found ranked(Running running) {
    SearchWork work = SearchWork.of(running.parts());
    TotalHits totalHits =
        new TotalHits(
            work.done().considered(),
            deadline.hasPassed()
                ? TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO
                : TotalHits.Relation.EQUAL_TO);
    return new Found(totalHits, running.search().best().merged().ranked(), work);
  }

  private <T, R> List<R> invokeAll(List<T> inputs, Task<T, R> task) throws IOException {
    List<Callable<R>> callables = new ArrayList<>(inputs.size());
    for (T input : inputs) {
      callables.add(() -> task.run(input));
    }
    return searcher.getTaskExecutor().invokeAll(callables);
  }

  @FunctionalInterface
  private interface Task<T, R> {
    R run(T input) throws IOException;
  }
}
