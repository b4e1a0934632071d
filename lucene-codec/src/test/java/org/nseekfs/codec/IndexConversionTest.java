package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.values.StoredField;
import org.nseekfs.quantization.ElementType;

class IndexConversionTest {

  private static final int DIMENSION = 24;
  private static final int COUNT = 1500;

  private final Directory source = new ByteBuffersDirectory();
  private final Directory target = new ByteBuffersDirectory();

  private void write(Codec codec) throws IOException {
    Random random = new Random(11);
    try (IndexWriter writer = new IndexWriter(source, new IndexWriterConfig().setCodec(codec))) {
      for (int i = 0; i < COUNT; i++) {
        float[] vector = new float[DIMENSION];
        byte[] bytes = new byte[DIMENSION];
        random.nextBytes(bytes);
        for (int j = 0; j < DIMENSION; j++) {
          vector[j] = (float) random.nextGaussian() / (1 + j);
        }
        Document document = new Document();
        document.add(new KnnFloatVectorField("v", vector, VectorSimilarityFunction.EUCLIDEAN));
        document.add(new KnnByteVectorField("b", bytes, VectorSimilarityFunction.EUCLIDEAN));
        writer.addDocument(document);
      }
    }
  }

  private void convert(IndexConversion conversion) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(source)) {
      conversion.copy(reader, target, done -> {});
    }
  }

  private static List<float[]> vectors(Directory directory) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        FloatVectorValues values = leaf.reader().getFloatVectorValues("v");
        for (int ord = 0; ord < values.size(); ord++) {
          vectors.add(values.vectorValue(ord).clone());
        }
      }
    }
    return vectors;
  }

  /** What the only segment holds of the field; of it no more than is known once it is closed. */
  private static StoredField stored(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      CodecReader segment = (CodecReader) reader.leaves().getFirst().reader();
      return NSeekVectorsReader.find(segment.getVectorReader(), "v");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "F16", "BF16"})
  void vectorsAreRoundedAsAWriterOfTheTypeRoundsThem(ElementType type) throws IOException {
    write(new NSeekCodec(NSeekVectorsConfig.DEFAULT.withElementType("v", type)));
    List<float[]> expected = vectors(source);
    for (String file : source.listAll()) {
      source.deleteFile(file);
    }
    write(new NSeekCodec());

    convert(new IndexConversion(new NSeekCodec()).withTypes(Map.of("v", type)));

    assertEquals(type, stored(target).entry().rows().type());
    assertNotNull(stored(target).codes());
    List<float[]> rounded = vectors(target);
    assertEquals(COUNT, rounded.size());
    for (int i = 0; i < COUNT; i++) {
      assertArrayEquals(expected.get(i), rounded.get(i));
    }
  }

  @Test
  void codesAreAddedAndVectorsKeepTheirBits() throws IOException {
    write(new NSeekCodec(NSeekVectorsConfig.DEFAULT.withCodes(false).withLsh(false)));
    assertNull(stored(source).codes());
    assertNull(stored(source).signs());

    convert(new IndexConversion(new NSeekCodec()).withNewCodes());

    assertNotNull(stored(target).codes());
    assertNotNull(stored(target).signs());
    List<float[]> expected = vectors(source);
    List<float[]> copied = vectors(target);
    for (int i = 0; i < COUNT; i++) {
      assertArrayEquals(expected.get(i), copied.get(i));
    }
  }

  @Test
  void fieldsThatCannotBeRoundedAreNamed() throws IOException {
    write(Codec.getDefault());
    IndexConversion conversion = new IndexConversion(new NSeekCodec());

    assertMessage(
        "got f64 for field \"v\"", () -> conversion.withTypes(Map.of("v", ElementType.F64)));
    assertMessage(
        "no field \"w\" with vectors",
        () -> convert(conversion.withTypes(Map.of("w", ElementType.F16))));
    assertMessage(
        "field \"b\" holds vectors of bytes",
        () -> convert(conversion.withTypes(Map.of("b", ElementType.F16))));
    assertEquals(0, target.listAll().length);
  }

  private static void assertMessage(String message, Executable refused) {
    Exception thrown = assertThrows(IllegalArgumentException.class, refused);
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }
}
