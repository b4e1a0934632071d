package org.nseekfs.opensearch;

import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.tests.util.TestUtil;
import org.opensearch.index.IndexService;
import org.opensearch.index.engine.Engine;
import org.opensearch.index.shard.IndexShard;
import org.opensearch.indices.IndicesService;
import org.opensearch.test.OpenSearchIntegTestCase.ClusterScope;
import org.opensearch.test.OpenSearchIntegTestCase.Scope;

/** What lies in the files of a shard, and how they are read. */
@ClusterScope(
    scope = Scope.SUITE,
    numDataNodes = 1,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class StoreTest extends NodesTestCase {

  private static final int DIMENSION = 16;

  /** The store that real nodes have. */
  @Override
  protected boolean addMockIndexStorePlugin() {
    return false;
  }

  private Corpus index(String index, String field, String settings) throws IOException {
    createIndex(
        index,
        "\"dimension\":" + DIMENSION + field,
        "\"number_of_shards\":1,\"number_of_replicas\":0,\"compound_format\":0.1" + settings);
    Corpus corpus = new Corpus(DIMENSION, 31);
    corpus.index(index, 0, 1500, true);
    corpus.index(index, 1500, 2200, true);
    call("POST", "/" + index + "/_forcemerge?max_num_segments=1&flush=true", null);
    call("POST", "/" + index + "/_refresh", null);
    return corpus;
  }

  private IndexShard shard(String index) {
    IndexService service =
        internalCluster()
            .getDataNodeInstance(IndicesService.class)
            .indexService(resolveIndex(index));
    return service.getShard(0);
  }

  private static List<SegmentReader> segments(Engine.Searcher searcher) {
    List<SegmentReader> segments = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      segments.add((SegmentReader) FilterLeafReader.unwrap(leaf.reader()));
    }
    return segments;
  }

  public void testEveryCodecOfOpenSearchKeepsItsNameAndStoresVectorsInOurFormat()
      throws IOException {
    for (String codec : List.of("default", "lz4", "best_compression", "zlib", "lucene_default")) {
      String index = "codec-" + codec;
      Corpus corpus = index(index, "", ",\"codec\":\"" + codec + "\"");
      // The test framework draws Lucene's own default by lot.
      String name =
          codec.equals("lucene_default")
              ? Codec.getDefault().getName()
              : TestUtil.getDefaultCodec().getName();
      boolean isSmall = codec.equals("best_compression") || codec.equals("zlib");
      try (Engine.Searcher searcher = shard(index).acquireSearcher("test")) {
        for (SegmentReader segment : segments(searcher)) {
          assertEquals(
              codec,
              "NSeek1",
              segment
                  .getFieldInfos()
                  .fieldInfo("emb")
                  .getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY));
          assertEquals(codec, name, segment.getSegmentInfo().info.getCodec().getName());
          if (!codec.equals("lucene_default")) {
            assertEquals(
                codec,
                isSmall ? "BEST_COMPRESSION" : "BEST_SPEED",
                segment.getSegmentInfo().info.getAttribute("Lucene90StoredFieldsFormat.mode"));
          }
        }
      }
      float[] target = corpus.randomVector();
      assertEquals(
          corpus.nearest(target, 10).stream().map(Corpus.Hit::id).toList(),
          ids(
              search(
                  index,
                  "{\"query\":{\"nseek_knn\":{\"field\":\"emb\",\"vector\":"
                      + json(target)
                      + ",\"k\":10}}}")));
    }
  }

  public void testVectorsAndCodesAreMemoryMappedByDefault() throws IOException {
    index("mapped", "", "");
    Map<String, Long> lengths = mappedLengths("mapped");
    assertEquals(Set.of("vem", "vec", "veq", "veb", "vex"), lengths.keySet());
    long rows = 2200L * DIMENSION * Float.BYTES;
    assertTrue(lengths.toString(), lengths.get("vec") >= rows);
    assertTrue(lengths.toString(), lengths.get("veq") > 10_000);
    assertTrue(lengths.toString(), lengths.get("vex") > 10_000);
  }

  public void testAMappingCanDoWithoutCodes() throws IOException {
    index("plain", ",\"codes\":false,\"lsh\":false", "");
    Map<String, Long> lengths = mappedLengths("plain");
    assertTrue(lengths.toString(), lengths.get("veq") < 200);
    assertTrue(lengths.toString(), lengths.get("vex") < 200);
  }

  /** How long a shard's files of vectors are, all of which but the small one are mapped. */
  private Map<String, Long> mappedLengths(String index) throws IOException {
    Map<String, Long> lengths = new HashMap<>();
    Directory directory = shard(index).store().directory();
    try (Engine.Searcher searcher = shard(index).acquireSearcher("test")) {
      for (SegmentReader segment : segments(searcher)) {
        for (String file : segment.getSegmentInfo().files()) {
          String extension = file.substring(file.lastIndexOf('.') + 1);
          if (extension.startsWith("ve")) {
            lengths.merge(extension, directory.fileLength(file), Long::sum);
            assertMapped(directory, file, !extension.equals("vem"));
          }
        }
      }
    }
    return lengths;
  }

  private static void assertMapped(Directory directory, String file, boolean isMapped)
      throws IOException {
    try (IndexInput input = directory.openInput(file, IOContext.DEFAULT)) {
      assertEquals(file, isMapped, input instanceof MemorySegmentAccessInput);
    }
  }
}
