package org.nseekfs.search.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.lucene.index.ExitableDirectoryReader.ExitingReaderException;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.IORunnable;
import org.nseekfs.codec.NSeekVectorsReader;
import org.nseekfs.search.leaf.VectorLeaf;

/**
 * One execution of one or several queries of the same leaves: their filters on every leaf, then
 * every part of every leaf, both as tasks of the searcher's executor, then one ranking for each
 * query of what they found.
 */
public final class VectorSearch {

  /** So that what most documents must reach is known when the small leaves are searched. */
  private static final Comparator<VectorLeaf> LARGEST_FIRST =
      Comparator.comparingInt(VectorLeaf::maxDoc).reversed();

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
    this.leaves = leaves.stream().sorted(LARGEST_FIRST).toList();
    this.deadline = new Deadline(timeout);
  }

  /** Searches for one question. */
  public SearchResult search(Question question, SearchMode mode) throws IOException {
    return search(List.of(question), mode).getFirst();
  }

  /** Searches for all of {@code questions}; a result for each, in their order. */
  public List<SearchResult> search(List<Question> questions, SearchMode mode) throws IOException {
    List<SharedSearch> searches = new ArrayList<>(questions.size());
    for (Question question : questions) {
      searches.add(SharedSearch.of(question, mode, leaves, deadline));
    }
    List<List<Callable<Void>>> tasks = tasks(searches, mode);
    int leading = leading(searches);
    searcher.getTaskExecutor().invokeAll(flat(tasks.subList(0, leading)));
    if (leading < tasks.size()) {
      agree(searches);
      searcher.getTaskExecutor().invokeAll(flat(tasks.subList(leading, tasks.size())));
    }
    searcher.getTaskExecutor().invokeAll(rests(searches));
    return searches.stream().map(SearchResult::of).toList();
  }

  private int leading(List<SharedSearch> searches) {
    return searches.stream().anyMatch(search -> search.codes().isLsh())
        ? leading(leaves.stream().mapToInt(VectorLeaf::maxDoc).toArray())
        : leaves.size();
  }

  /**
   * How many of the leaves are searched before the others, in a search that depends on what is
   * known when it begins on a leaf, as one to a recall target does. Every leaf that has nothing to
   * go by scores some documents for each hit before it knows what hits must reach. Where the others
   * go by leaves with a part p of all documents, they together score 1 / p documents for each hit.
   *
   * @param docs of each leaf, the largest first
   */
  static int leading(int[] docs) {
    double all = Arrays.stream(docs).asLongStream().sum();
    double least = Double.POSITIVE_INFINITY;
    int leading = 0;
    double known = 0;
    for (int i = 0; i < docs.length; i++) {
      known += docs[i];
      double cost = i + all / known;
      if (cost < least) {
        least = cost;
        leading = i + 1;
      }
    }
    return leading;
  }

  private static List<Callable<Void>> flat(List<List<Callable<Void>>> tasks) {
    return tasks.stream().flatMap(List::stream).toList();
  }

  /** For every leaf, what threads do, each one of these at a time: all searches of one part. */
  private List<List<Callable<Void>>> tasks(List<SharedSearch> searches, SearchMode mode)
      throws IOException {
    List<List<Callable<Void>>> tasks = new ArrayList<>(leaves.size());
    int expectedHits = 1;
    for (SharedSearch search : searches) {
      expectedHits = Math.max(expectedHits, search.question().expectedHits());
      Query filter = search.question().filter();
      if (!acceptDocs.containsKey(filter)) {
        acceptDocs.put(filter, accept(filter));
      }
    }
    double documents = leaves.stream().mapToLong(VectorLeaf::maxDoc).sum();
    for (int i = 0; i < leaves.size(); i++) {
      VectorLeaf leaf = leaves.get(i);
      double share = leaf.maxDoc() / documents;
      int minPartDocs = mode.minPartDocs().applyAsInt(leaf);
      List<Callable<Void>> ofLeaf = new ArrayList<>();
      for (LeafPart part : LeafPart.split(leaf, expectedHits, minPartDocs)) {
        List<PartSearch> ofPart = new ArrayList<>();
        for (SharedSearch search : searches) {
          AcceptDocs accepted = acceptDocs.get(search.question().filter()).get(i);
          if (accepted != null) {
            PartSearch partSearch = new PartSearch(part, accepted, search, share);
            search.parts().add(partSearch);
            ofPart.add(partSearch);
          }
        }
        if (!ofPart.isEmpty()) {
          ofLeaf.add(() -> runPart(ofPart));
        }
      }
      tasks.add(ofLeaf);
    }
    return tasks;
  }

  private Void runPart(List<PartSearch> searches) throws IOException {
    searches.forEach(PartSearch::begin);
    return run(
        searches,
        () -> {
          searchTogether(searches);
          for (PartSearch search : searches) {
            search.run();
          }
        });
  }

  /** In one pass over the part, where our reader can be had. */
  private void searchTogether(List<PartSearch> searches) throws IOException {
    VectorLeaf leaf = searches.getFirst().leaf();
    NSeekVectorsReader reader = searches.size() > 1 ? leaf.nseekReader() : null;
    if (reader != null && !deadline.check()) {
      reader.search(leaf.field(), searches.stream().map(PartSearch::ofTarget).toList());
    }
  }

  /** Does some work of {@code searches}; what was found until the deadline, if that passes. */
  private Void run(List<PartSearch> searches, IORunnable work) throws IOException {
    try {
      work.run();
    } catch (ExitingReaderException e) {
      // ExitableDirectoryReader's way to say what earlyTerminated() says; the result is flagged.
      deadline.pass();
    } finally {
      searches.forEach(PartSearch::end);
    }
    return null;
  }

  /** What parts have left for later. */
  private List<Callable<Void>> rests(List<SharedSearch> searches) {
    List<Callable<Void>> rests = new ArrayList<>();
    for (SharedSearch search : searches) {
      if (search.parts().stream().anyMatch(part -> part.rest() != null)) {
        agree(List.of(search));
        for (PartSearch part : search.parts()) {
          part.adoptAgreed();
          if (part.rest() != null) {
            rests.add(() -> run(List.of(part), part.rest()));
          }
        }
      }
    }
    return rests;
  }

  /**
   * Makes what documents must reach of all that every part has found by now: the same for any
   * number of threads and at any speed.
   */
  private static void agree(List<SharedSearch> searches) {
    for (SharedSearch search : searches) {
      BestDocs known = new BestDocs(search.question().k());
      for (PartSearch part : search.parts()) {
        if (part.best() != null) {
          known.addAll(part.best());
        }
      }
      if (known.isFull()) {
        search.agreed().accumulate(known.worstKey());
      }
    }
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
    List<Callable<AcceptDocs>> tasks = new ArrayList<>(leaves.size());
    for (VectorLeaf leaf : leaves) {
      tasks.add(() -> AcceptedDocs.filtered(leaf, weight, deadline));
    }
    return searcher.getTaskExecutor().invokeAll(tasks);
  }

  private static boolean acceptsAll(Query query) {
    Query inner = query instanceof ConstantScoreQuery constant ? constant.getQuery() : query;
    return inner instanceof MatchAllDocsQuery;
  }
}
