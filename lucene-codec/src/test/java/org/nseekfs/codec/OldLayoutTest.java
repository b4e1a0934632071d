package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;

/** Segments of version 0, which have no sign codes and no file for them, are read and merged. */
class OldLayoutTest {

  private static final ElementType TYPE = ElementType.F16;
  private static final NSeekVectorsConfig CONFIG = TestVectors.config("v", TYPE);

  private static final Map<String, String> CODEC_NAMES =
      Map.of(
          ".vem", "NSeekVectorsMeta",
          ".vec", "NSeekVectorsData",
          ".veq", "NSeekVectorsCodes",
          ".veb", "NSeekVectorsFineCodes");

  /** Makes the only segment, which has no sign codes, one of version 0. */
  private static void age(Directory directory) throws IOException {
    SegmentInfo segment = SegmentInfos.readLatestCommit(directory).info(0).info;
    Set<String> files = new TreeSet<>();
    for (String file : segment.files()) {
      String extension = file.substring(file.indexOf('.'));
      if (CODEC_NAMES.containsKey(extension)) {
        ageFile(directory, file, extension);
      }
      if (extension.equals(".vex")) {
        directory.deleteFile(file);
      } else {
        files.add(file);
      }
    }
    segment.setFiles(files);
    directory.deleteFile(segment.name + ".si");
    segment.getCodec().segmentInfoFormat().write(directory, segment, IOContext.DEFAULT);
  }

  private static void ageFile(Directory directory, String file, String extension)
      throws IOException {
    byte[] bytes;
    try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
      bytes = new byte[Math.toIntExact(in.length())];
      in.readBytes(bytes, 0, bytes.length);
    }
    int version = CodecUtil.headerLength(CODEC_NAMES.get(extension)) - 1;
    assertEquals(1, bytes[version]);
    bytes[version] = 0;
    int end = bytes.length - CodecUtil.footerLength();
    directory.deleteFile(file);
    try (IndexOutput out = directory.createOutput(file, IOContext.DEFAULT)) {
      if (extension.equals(".vem")) {
        // The only field's byte that says that there are no sign codes; then that it was the last.
        int signs = end - Integer.BYTES - 1;
        assertEquals(0, bytes[signs]);
        out.writeBytes(bytes, signs);
        out.writeBytes(bytes, signs + 1, Integer.BYTES);
      } else {
        out.writeBytes(bytes, end);
      }
      CodecUtil.writeFooter(out);
    }
  }

  private static void assertSearchable(LeafReader leaf) throws IOException {
    AcceptDocs all = AcceptDocs.fromLiveDocs(null, leaf.maxDoc());
    Object target = new TestVectors(2).decaying(TYPE, CodedIndex.DIMENSION);
    BestHits scan = BestHits.scan(leaf, 10).search(leaf, target, all);
    BestHits.certified(leaf, 10).search(leaf, target, all).assertFinds(scan);
  }

  @Test
  void theyAreSearchedAndGetSignCodesWhenTheyMerge() throws IOException {
    var writerConfig =
        TestIndex.writerConfig(new NSeekCodec(CONFIG.withLsh(false))).setUseCompoundFile(false);
    try (TestIndex index = new TestIndex(new ByteBuffersDirectory(), writerConfig)) {
      TestVectors vectors = new TestVectors(1);
      for (int id = 0; id < 1500; id++) {
        Object vector = vectors.decaying(TYPE, CodedIndex.DIMENSION);
        var function = VectorSimilarityFunction.EUCLIDEAN;
        index.add(id, TestVectors.field("v", TYPE, vector, function));
      }
      index.writer().close();
      age(index.directory);
      assertFalse(Arrays.stream(index.directory.listAll()).anyMatch(file -> file.endsWith(".vex")));
      TestIndex.assertClean(index.directory);
      index.reopen(new NSeekCodec(CONFIG));
      try (DirectoryReader reader = index.open()) {
        NSeekVectorsReader old = TestIndex.readers(reader, "v").getFirst();
        assertEquals(null, old.signs("v"));
        assertTrue(old.hasCodes("v"));
        assertSearchable(reader.leaves().getFirst().reader());
      }
      index.add(1500);
      index.merge();
      try (DirectoryReader reader = index.open()) {
        SignOracle.assertRight(reader.leaves().getFirst().reader());
      }
    }
  }
}
