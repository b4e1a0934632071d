package org.nseekfs.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.lsh.ScoredRows;
import org.nseekfs.codec.lsh.SignEstimates;
import org.nseekfs.codec.lsh.SignScan;
import org.nseekfs.codec.lsh.SignSearch;
import org.nseekfs.codec.scan.AcceptedRows;
import org.nseekfs.codec.scan.CodePass;
import org.nseekfs.codec.scan.CodeScan;
import org.nseekfs.codec.scan.RowRange;
import org.nseekfs.codec.scan.RowScan;
import org.nseekfs.codec.scan.ScoreCollector;
import org.nseekfs.codec.scan.SearchCosts;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.codec.spi.TargetSearch;
import org.nseekfs.codec.values.FieldCodes;
import org.nseekfs.codec.values.FieldRows;
import org.nseekfs.codec.values.FieldSigns;
import org.nseekfs.codec.values.StoredField;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.code.QueryCode;
import org.nseekfs.quantization.kernel.sum.RowScorer;
import org.nseekfs.quantization.lsh.SignTarget;

/** Searches one field of a segment for one or more targets, in one pass over its codes. */
final class FieldSearch {

  /** One accepted row in so many is found faster without codes. */
  private static final int FEW_ACCEPTED = 32;

  /** Rows of a range below which codes are not worth their while. */
  private static final int FEW_ROWS = 256;

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
      scorers.add(scorer(search));
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
      pass(codeScans);
    }
  }

  /** Made once for all segments of a search. */
  private RowScorer scorer(TargetSearch search) {
    RawCollector ours = RawCollector.of(search.collector());
    return ours == null
        ? stored.scorer(search.target())
        : ours.codes()
            .scorer(
                entry.rows().type(),
                entry.similarityFunction(),
                () -> stored.scorer(search.target()));
  }

  private void pass(List<CodeScan> scans) throws IOException {
    new CodePass(stored.codes().blocks(), entry.rows().count()).run(scans);
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
    RawCollector ours = RawCollector.of(search.collector());
    RawCollector hits = ours == null ? new ScoreCollector(search.collector(), entry) : ours;
    hits.acknowledge(search.collector());
    return entry.rows().count() == 0 ? null : new OneSearch(search, scorer, hits).begin();
  }

  /** The search for one target. */
  private final class OneSearch {
    private final Object target;
    private final AcceptDocs acceptDocs;
    private final RawCollector hits;
    private final RowScan rowScan;
    private final RowRange range;

    OneSearch(TargetSearch search, RowScorer scorer, RawCollector hits) throws IOException {
      FieldRows field = stored.rows();
      this.target = search.target().array();
      this.acceptDocs = search.acceptDocs();
      this.hits = hits;
      this.rowScan = new RowScan(field.rows(), scorer);
      this.range = RowRange.of(field, acceptDocs, hits.minDoc(), hits.maxDoc());
    }

    /** Scans the rows, or returns the search by codes that is yet to be done. */
    CodeScan begin() throws IOException {
      SearchCodes codes = hits.codes();
      if (codes.isScan() || isSmall()) {
        rowScan.run(AcceptedRows.of(range, acceptDocs), hits);
        return null;
      }
      FieldSigns signs = codes.isLsh() ? stored.signs() : null;
      SignTarget signTarget =
          signs == null
              ? null
              : codes.signTarget(
                  signs.frame(), target, SignSearch.mostDeviations(codes.recallTarget()));
      if (signTarget == null) {
        return exact(range, acceptDocs);
      }
      beginSigns(signs, signTarget);
      return null;
    }

    private boolean isSmall() throws IOException {
      return range.endOrd() - range.firstOrd() < FEW_ROWS
          || (range.bits() != null && acceptDocs.cost() <= entry.rows().count() / FEW_ACCEPTED);
    }

    /** Scans the rows, or returns the search by codes that is yet to be done. */
    private CodeScan exact(RowRange rows, AcceptDocs accepted) throws IOException {
      FieldCodes codes = stored.codes();
      QueryCode query = codes == null ? null : hits.codes().queryCode(codes.frame(), target);
      if (query == null) {
        rowScan.run(AcceptedRows.of(rows, accepted), hits);
        return null;
      }
      return new CodeScan(rows, rowScan, query, codes.fine(), hits);
    }

    private void beginSigns(FieldSigns signs, SignTarget signTarget) throws IOException {
      hits.isolate();
      SignEstimates estimates = new SignEstimates(signs.blocks(), signTarget);
      FixedBitSet accepted = range.selected();
      SignScan scan =
          SignScan.of(
              new SignSearch(range, rowScan, hits, estimates),
              accepted,
              signs.buckets(),
              exactCost(accepted));
      scan.begin();
      if (hits.waits()) {
        hits.leave(() -> finish(scan));
      } else {
        finish(scan);
      }
    }

    /** Searches on, exactly where that is cheaper. */
    private void finish(SignScan scan) throws IOException {
      if (!scan.finish()) {
        AcceptDocs left = without(scan.scored());
        CodeScan codeScan =
            exact(RowRange.of(range.field(), left, hits.minDoc(), hits.maxDoc()), left);
        if (codeScan != null) {
          pass(List.of(codeScan));
        }
      }
    }

    /**
     * What an exact search costs.
     *
     * @param accepted the rows to be searched; null if these are all of the field's
     */
    private double exactCost(FixedBitSet accepted) throws IOException {
      int k = hits.codes().k();
      FieldCodes codes = stored.codes();
      if (codes == null) {
        int rows = accepted == null ? entry.rows().count() : accepted.cardinality();
        return SearchCosts.scan(rows, k, entry.rows().rowBytes());
      }
      int rows = accepted == null ? entry.rows().count() : rowsOfBlocks(accepted);
      double scan = SearchCosts.scan(rows, k, entry.rows().rowBytes());
      return Math.min(scan, SearchCosts.certified(rows, k, codes.blocks()));
    }

    /** Rows of the blocks with any that is accepted: others are not read. */
    private static int rowsOfBlocks(FixedBitSet accepted) {
      int blocks = 0;
      for (long block : accepted.getBits()) {
        blocks += block == 0 ? 0 : 1;
      }
      return blocks * CodeFrame.BLOCK_DOCS;
    }

    /** The accepted documents that have not been scored. */
    private AcceptDocs without(ScoredRows scored) throws IOException {
      FieldRows field = range.field();
      int maxDoc = field.ordToDoc(field.count() - 1) + 1;
      FixedBitSet left = new FixedBitSet(maxDoc);
      left.set(0, maxDoc);
      if (range.bits() != null) {
        range.bits().applyMask(left, 0);
      }
      for (int i = 0; i < scored.count(); i++) {
        left.clear(field.ordToDoc(scored.ord(i)));
      }
      return AcceptDocs.fromLiveDocs(left.asReadOnlyBits(), maxDoc);
    }
  }
}
