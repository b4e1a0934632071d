package org.nseekfs.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.lsh.ScoredRows;
import org.nseekfs.codec.lsh.SignEstimates;
import org.nseekfs.codec.lsh.SignScan;
import org.nseekfs.codec.lsh.SignSearch;
import org.nseekfs.codec.scan.AcceptedRows;
import org.nseekfs.codec.scan.CodePass;
import org.nseekfs.codec.scan.CodeScan;
import org.nseekfs.codec.scan.HitSink;
import org.nseekfs.codec.scan.RowRange;
import org.nseekfs.codec.scan.RowScan;
import org.nseekfs.codec.scan.SearchCosts;
import org.nseekfs.codec.spi.RawSearchStrategy;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.codec.spi.TargetSearch;
import org.nseekfs.codec.values.FieldRows;
import org.nseekfs.codec.values.FieldSigns;
import org.nseekfs.codec.values.StoredField;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.code.QueryCode;
import org.nseekfs.quantization.kernel.sum.RowScorer;
import org.nseekfs.quantization.lsh.SignTarget;

/** Searches one field of a segment for one or more targets, in one pass over its codes. */
final class FieldSearch {

  /** One accepted row in so many is found faster without codes. */
  private static final int FEW_ACCEPTED = 32;

  /** Rows of a range below which codes are not worth their while. */
  private static final int FEW_ROWS = 1024;

  /**
   * What a collector that is not ours is taken to want at least, in hits: its k may say less, since
   * it may group documents, or take all above a similarity.
   */
  private static final int ASSUMED_K = 32;

  private final StoredField stored;
  private final FieldEntry entry;

  FieldSearch(StoredField stored) {
    this.stored = stored;
    this.entry = stored.entry();
  }

  /** Searches for all; throws as the reader's search, and then has searched for none. */
  void run(List<TargetSearch> searches) throws IOException {
    List<RowScorer> scorers = new ArrayList<>(searches.size());
    for (TargetSearch search : searches) {
      scorers.add(stored.scorer(search.target()));
      requireSearchable(search.target());
    }
    List<CodeScan> codeScans = new ArrayList<>(searches.size());
    for (int i = 0; i < searches.size(); i++) {
      CodeScan codeScan = scan(searches.get(i), scorers.get(i));
      if (codeScan != null) {
        codeScans.add(codeScan);
      }
    }
    if (!codeScans.isEmpty()) {
      new CodePass(stored.codes().blocks(), entry.rows().count()).run(codeScans);
    }
  }

  /**
   * Refuses a target outside of the limits, unless it is one of the field's own vectors, which a
   * merge may have brought: Lucene's CheckIndex searches for those, and would take a refusal for a
   * broken segment.
   */
  private void requireSearchable(QueryVector target) throws IOException {
    try {
      stored.requireWithin(target);
    } catch (IllegalArgumentException refused) {
      if (entry.rows().count() == 0 || !stored.rows().holds(target.toDoubles())) {
        throw refused;
      }
    }
  }

  /** Scans the rows, or returns the search by codes that is yet to be done. */
  private CodeScan scan(TargetSearch search, RowScorer scorer) throws IOException {
    KnnCollector collector = search.collector();
    RawSearchStrategy strategy = RawSearchStrategy.unwrap(collector.getSearchStrategy());
    if (strategy != null) {
      strategy.acknowledge();
    }
    if (entry.rows().count() == 0) {
      return null;
    }
    HitSink hits =
        strategy == null
            ? new HitSink.Scores(collector, entry)
            : new HitSink.Raw(collector, strategy, entry.rows());
    AcceptedRows.DocRange docs =
        strategy == null
            ? AcceptedRows.DocRange.ALL
            : new AcceptedRows.DocRange(strategy.minDoc(), strategy.maxDoc());
    FieldRows field = stored.rows();
    SearchCodes searchCodes =
        strategy == null
            ? SearchCodes.certified(Math.max(ASSUMED_K, collector.k()))
            : strategy.codes();
    RowScan rowScan = new RowScan(field.rows(), scorer);
    RowRange range = RowRange.of(field, search.acceptDocs(), docs);
    if (searchCodes.isScan() || isSmall(range, search.acceptDocs())) {
      rowScan.run(AcceptedRows.of(field, search.acceptDocs(), docs, RowScan.BLOCK_ROWS), hits);
      return null;
    }
    Object target = search.target().array();
    Exact exact = new Exact(field, docs, rowScan, searchCodes, hits);
    if (searchCodes.isLsh() && stored.signs() != null) {
      FieldSigns signs = stored.signs();
      SignTarget signTarget =
          searchCodes.signTarget(
              signs.frame(), target, SignSearch.mostDeviations(searchCodes.recallTarget()));
      if (signTarget != null) {
        strategy.isolate();
        SignEstimates estimates = new SignEstimates(signs.blocks(), signTarget);
        SignSearch signSearch = new SignSearch(range, rowScan, strategy, hits, estimates);
        SignScan scan = SignScan.of(signSearch, signs.buckets());
        scan.begin();
        if (strategy.waits()) {
          strategy.leave(() -> finish(scan, exact, search));
        } else {
          finish(scan, exact, search);
        }
        return null;
      }
    }
    return exact.codeScan(target, range, search.acceptDocs());
  }

  /** Searches on, exactly where that is cheaper. */
  private void finish(SignScan scan, Exact exact, TargetSearch search) throws IOException {
    if (!scan.finish(exact.cost())) {
      exact.run(search.target().array(), without(scan.scored(), exact.field, search.acceptDocs()));
    }
  }

  /** The accepted documents that have not been scored. */
  private static AcceptDocs without(ScoredRows scored, FieldRows field, AcceptDocs acceptDocs)
      throws IOException {
    int maxDoc = field.ordToDoc(field.count() - 1) + 1;
    FixedBitSet left = new FixedBitSet(maxDoc);
    left.set(0, maxDoc);
    if (acceptDocs != null && acceptDocs.bits() != null) {
      acceptDocs.bits().applyMask(left, 0);
    }
    for (int i = 0; i < scored.count(); i++) {
      left.clear(field.ordToDoc(scored.ord(i)));
    }
    return AcceptDocs.fromLiveDocs(left.asReadOnlyBits(), maxDoc);
  }

  /** An exact search of a range of documents. */
  private final class Exact {
    private final FieldRows field;
    private final AcceptedRows.DocRange docs;
    private final RowScan rowScan;
    private final SearchCodes searchCodes;
    private final HitSink hits;

    Exact(
        FieldRows field,
        AcceptedRows.DocRange docs,
        RowScan rowScan,
        SearchCodes searchCodes,
        HitSink hits) {
      this.field = field;
      this.docs = docs;
      this.rowScan = rowScan;
      this.searchCodes = searchCodes;
      this.hits = hits;
    }

    double cost() throws IOException {
      int rows = field.firstOrdFrom(docs.max()) - field.firstOrdFrom(docs.min());
      double scan = SearchCosts.scan(rows, entry.rows().rowBytes());
      return stored.codes() == null
          ? scan
          : Math.min(
              scan, SearchCosts.certified(rows, searchCodes.hits(), stored.codes().blocks()));
    }

    void run(Object target, AcceptDocs acceptDocs) throws IOException {
      CodeScan scan = codeScan(target, RowRange.of(field, acceptDocs, docs), acceptDocs);
      if (scan != null) {
        new CodePass(stored.codes().blocks(), entry.rows().count()).run(List.of(scan));
      }
    }

    /** Scans the rows, or returns the search by codes that is yet to be done. */
    CodeScan codeScan(Object target, RowRange range, AcceptDocs acceptDocs) throws IOException {
      QueryCode query =
          stored.codes() == null ? null : searchCodes.queryCode(stored.codes().frame(), target);
      if (query != null) {
        CodeScan.CodedTarget coded = CodeScan.CodedTarget.of(query, stored.codes());
        return new CodeScan(range, rowScan, searchCodes, coded, hits);
      }
      rowScan.run(AcceptedRows.of(field, acceptDocs, docs, RowScan.BLOCK_ROWS), hits);
      return null;
    }
  }

  private boolean isSmall(RowRange range, AcceptDocs acceptDocs) throws IOException {
    return range.endOrd() - range.firstOrd() < FEW_ROWS
        || (range.bits() != null && acceptDocs.cost() <= entry.rows().count() / FEW_ACCEPTED);
  }
}
