package org.nseekfs.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.Weight;

/**
 * One execution of an {@link ExactKnnVectorQuery}: the filter on every leaf, then every part of
 * every leaf, both as tasks of the searcher's executor, then one ranking of what they found.
 */
final class ExactSearch {

  private final IndexSearcher searcher;
  private final SharedSearch search;

  ExactSearch(IndexSearcher searcher, Target target, int k, Ranking ranking) {
    this.searcher = searcher;
    this.search = new SharedSearch(target, k, ranking, new Deadline(searcher.getTimeout()));
  }

  /** Searches {@code leaves} for documents that {@code filter}, if not null, accepts. */
  ExactTopDocs search(List<VectorLeaf> leaves, Query filter) throws IOException {
    return ranked(invokeAll(parts(leaves, filter), part -> PartSearch.run(part, search)));
  }

  /** Searches a single document. */
  ExactTopDocs searchDocument(VectorLeaf leaf, int doc) throws IOException {
    LeafPart part = new LeafPart(leaf, AcceptedDocs.live(leaf), doc, doc + 1);
    return ranked(List.of(PartSearch.run(part, search)));
  }

  private List<LeafPart> parts(List<VectorLeaf> leaves, Query filter) throws IOException {
    List<LeafPart> parts = new ArrayList<>();
    List<AcceptDocs> acceptDocs = acceptDocs(leaves, filter);
    for (int i = 0; i < acceptDocs.size(); i++) {
      if (acceptDocs.get(i) != null) {
        parts.addAll(LeafPart.split(leaves.get(i), acceptDocs.get(i), search.k()));
      }
    }
    return parts;
  }

  /** The documents accepted in each leaf, null where there are none. */
  private List<AcceptDocs> acceptDocs(List<VectorLeaf> leaves, Query filter) throws IOException {
    if (filter == null) {
      return leaves.stream().map(AcceptedDocs::live).toList();
    }
    Query rewritten = searcher.rewrite(new ConstantScoreQuery(filter));
    if (rewritten instanceof MatchNoDocsQuery) {
      return List.of();
    }
    if (acceptsAll(rewritten)) {
      return leaves.stream().map(AcceptedDocs::live).toList();
    }
    Weight weight = searcher.createWeight(rewritten, ScoreMode.COMPLETE_NO_SCORES, 1f);
    return invokeAll(leaves, leaf -> AcceptedDocs.filtered(leaf, weight, search.deadline()));
  }

  private static boolean acceptsAll(Query query) {
    Query inner = query instanceof ConstantScoreQuery constant ? constant.getQuery() : query;
    return inner instanceof MatchAllDocsQuery;
  }

  private ExactTopDocs ranked(List<PartSearch> parts) {
    List<RawScoreDoc> hits = new ArrayList<>();
    SequencedSet<String> foreignSegments = new LinkedHashSet<>();
    long compared = 0;
    long scored = 0;
    long bytesRead = 0;
    for (PartSearch part : parts) {
      part.drainTo(hits);
      compared += part.documentsCompared();
      scored += part.documentsScored();
      bytesRead += part.bytesRead();
      if (part.isForeign()) {
        foreignSegments.add(part.segmentName());
      }
    }
    TotalHits totalHits =
        new TotalHits(
            compared,
            search.deadline().hasPassed()
                ? TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO
                : TotalHits.Relation.EQUAL_TO);
    return new ExactTopDocs(totalHits, best(hits), scored, bytesRead, List.copyOf(foreignSegments));
  }

  private RawScoreDoc[] best(List<RawScoreDoc> hits) {
    return hits.stream()
        .sorted(search.ranking().bestFirst())
        .limit(search.k())
        .toArray(RawScoreDoc[]::new);
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
