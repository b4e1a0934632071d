package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import java.util.Optional;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.quantization.ElementType;

class VectorFormatsTest {

  private static VectorField field(String name, ElementType type, boolean codes) {
    return new VectorField(name, 2, type, VectorSimilarityFunction.COSINE, codes, true);
  }

  @Test
  void fieldsThatAreStoredAlikeShareOneFormat() {
    VectorFormats formats = new VectorFormats();
    assertSame(
        formats.format(field("a", ElementType.F8, true)),
        formats.format(field("b", ElementType.F64, true)));
    assertNotSame(
        formats.format(field("a", ElementType.F8, true)),
        formats.format(field("a", ElementType.F8, false)));
  }

  @Test
  void theCodecStoresDeclaredFieldsAndLeavesOthersToItsDelegate() throws Exception {
    Map<String, VectorField> fields =
        Map.of(
            "half", field("half", ElementType.F16, true),
            "double", field("double", ElementType.F64, false));
    Codec codec =
        new VectorFormats()
            .codec(Codec.getDefault(), name -> Optional.ofNullable(fields.get(name)));
    assertEquals(Codec.getDefault().getName(), codec.getName());
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(directory, new IndexWriterConfig().setCodec(codec))) {
        Document document = new Document();
        fields.values().forEach(field -> document.add(field.indexed(new double[] {1, 2})));
        document.add(new KnnFloatVectorField("other", new float[] {1, 2}));
        writer.addDocument(document);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        FieldInfos infos = reader.leaves().getFirst().reader().getFieldInfos();
        assertEquals(NSeekVectorsFormat.NAME, formatName(infos, "half"));
        assertEquals(NSeekVectorsFormat.NAME, formatName(infos, "double"));
        assertEquals("Lucene99HnswVectorsFormat", formatName(infos, "other"));
        assertEquals(
            "f16", infos.fieldInfo("half").getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE));
      }
    }
  }

  private static String formatName(FieldInfos infos, String field) {
    return infos.fieldInfo(field).getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
  }
}
