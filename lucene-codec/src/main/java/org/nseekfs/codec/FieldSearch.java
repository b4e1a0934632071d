package org.nseekfs.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowScorer;
import org.nseekfs.quantization.code.QueryCode;
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

  private final String name;
  private final FieldEntry entry;
  private final IndexInput vectors;

  /** Null if the field has none. */
  private final FieldCodes codes;

  /** Null if the field has none. */
  private final FieldSigns signs;

  FieldSearch(
      String name, FieldEntry entry, IndexInput vectors, FieldCodes codes, FieldSigns signs) {
    this.name = name;
    this.entry = entry;
    this.vectors = vectors;
    this.codes = codes;
    this.signs = signs;
  }

  /** Searches for all; throws as the reader's search, and then has searched for none. */
  void run(List<TargetSearch> searches) throws IOException {
    List<RowScorer> scorers = new ArrayList<>(searches.size());
    for (TargetSearch search : searches) {
      scorers.add(Target.scorer(name, entry, search.target()));
    }
    List<CodeScan> codeScans = new ArrayList<>(searches.size());
    for (int i = 0; i < searches.size(); i++) {
      CodeScan codeScan = scan(searches.get(i), scorers.get(i));
      if (codeScan != null) {
        codeScans.add(codeScan);
      }
    }
    if (!codeScans.isEmpty()) {
      new CodePass(codes.blocks(), entry.rows().count()).run(codeScans);
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
    FieldRows field = new FieldRows(entry, vectors);
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
    Object target = decoded(search.target());
    if (searchCodes.isLsh() && signs != null) {
      SignTarget signTarget = searchCodes.signTarget(signs, target);
      if (signTarget != null) {
        SignEstimates estimates = new SignEstimates(signs.blocks(), signTarget);
        run(new SignSearch(range, rowScan, strategy, hits, estimates));
        return null;
      }
    }
    QueryCode query = codes == null ? null : searchCodes.queryCode(codes, target);
    if (query != null) {
      return new CodeScan(range, rowScan, searchCodes, CodeScan.CodedTarget.of(query, codes), hits);
    }
    rowScan.run(AcceptedRows.of(field, search.acceptDocs(), docs, RowScan.BLOCK_ROWS), hits);
    return null;
  }

  private void run(SignSearch search) throws IOException {
    if (signs.buckets() == null) {
      new SignScan(search).run();
    } else {
      new BucketScan(search, signs.buckets()).run();
    }
  }

  private boolean isSmall(RowRange range, AcceptDocs acceptDocs) throws IOException {
    return range.endOrd() - range.firstOrd() < FEW_ROWS
        || (range.bits() != null && acceptDocs.cost() <= entry.rows().count() / FEW_ACCEPTED);
  }

  private Object decoded(Object target) {
    return entry.rows().type() == ElementType.F64 ? DoubleRows.decode((byte[]) target) : target;
  }
}
