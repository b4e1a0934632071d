package org.nseekfs.codec;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.SearchCodes;

/** Raw values by document, in the order in which the reader offers them. */
public final class RawHits extends RawCollector {

  public final Map<Integer, Double> raw = new LinkedHashMap<>();

  public RawHits(int minDoc, int maxDoc) {
    super(minDoc, maxDoc, SearchCodes.scan());
  }

  @Override
  protected double minKey() {
    return Double.NEGATIVE_INFINITY;
  }

  @Override
  public double[] bestRaws() {
    return raw.values().stream().mapToDouble(value -> value).toArray();
  }

  @Override
  public void collectRaws(int[] docs, int from, double[] raws, int count) {
    for (int i = 0; i < count; i++) {
      collect(docs[from + i], raws[i]);
    }
  }

  private void collect(int doc, double value) {
    raw.put(doc, value);
  }

  /** Searches a whole leaf for a {@code float[]} or {@code byte[]}. */
  public static RawHits search(LeafReader leaf, String field, Object target, AcceptDocs acceptDocs)
      throws IOException {
    RawHits hits = new RawHits(0, leaf.maxDoc());
    hits.run(leaf, field, target, acceptDocs);
    return hits;
  }

  public void run(LeafReader leaf, String field, Object target, AcceptDocs acceptDocs)
      throws IOException {
    if (target instanceof float[] floats) {
      leaf.searchNearestVectors(field, floats, this, acceptDocs);
    } else {
      leaf.searchNearestVectors(field, (byte[]) target, this, acceptDocs);
    }
  }
}
