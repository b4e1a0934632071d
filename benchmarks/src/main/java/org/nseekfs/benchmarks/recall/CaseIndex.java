package org.nseekfs.benchmarks.recall;

import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.cli.build.IndexWriting;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;

/**
 * The index of a case. Its documents are numbered as the vectors are, those deleted too: nothing is
 * merged after they are.
 */
final class CaseIndex {

  static final String FIELD = "v";

  private static final double BUFFER_MB = 1500;

  /** Elements of bytes, which would lose small ones, are multiplied by this. */
  private static final float BYTE_SCALE = 100;

  private CaseIndex() {}

  /** Writes the index of {@code vectors} in place of what is in {@code directory}, and opens it. */
  static DirectoryReader make(Directory directory, RecallCase of, CaseData.Vectors vectors)
      throws IOException {
    FixedBitSet deleted = of.deletes().choose(of.function(), vectors);
    IndexWriting.run(
        directory,
        config(of),
        writer -> {
          add(writer, of, vectors.base());
          delete(writer, deleted);
        });
    DirectoryReader reader = DirectoryReader.open(directory);
    if (reader.numDeletedDocs() != deleted.cardinality()) {
      reader.close();
      throw new IllegalStateException(
          reader.numDeletedDocs() + " documents are deleted, not " + deleted.cardinality());
    }
    return reader;
  }

  private static IndexWriterConfig config(RecallCase of) {
    NSeekVectorsConfig config = NSeekVectorsConfig.DEFAULT.withElementType(FIELD, of.type());
    return new IndexWriterConfig()
        .setCodec(new NSeekCodec(config))
        .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
        .setRAMBufferSizeMB(BUFFER_MB)
        .setMergePolicy(of.segments() < 0 ? new LogDocMergePolicy() : NoMergePolicy.INSTANCE);
  }

  private static void add(IndexWriter writer, RecallCase of, float[][] base) throws IOException {
    int segments = Math.abs(of.segments());
    for (int i = 0; i < base.length; i++) {
      Document document = new Document();
      document.add(field(base[i], of));
      writer.addDocument(document);
      if ((i + 1L) * segments / base.length > (long) i * segments / base.length) {
        writer.flush();
      }
    }
    if (of.segments() < 0) {
      writer.forceMerge(1);
    }
  }

  private static void delete(IndexWriter writer, FixedBitSet deleted) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      for (int doc = 0; doc < deleted.length(); doc++) {
        if (deleted.get(doc)) {
          writer.tryDeleteDocument(reader, doc);
        }
      }
    }
  }

  private static Field field(float[] vector, RecallCase of) {
    return switch (vector(vector, of.type())) {
      case float[] floats -> new KnnFloatVectorField(FIELD, floats, of.function());
      case double[] doubles -> new DoubleVectorField(FIELD, doubles, of.function());
      case byte[] bytes -> new KnnByteVectorField(FIELD, bytes, of.function());
      default -> throw new IllegalArgumentException(of.type().label());
    };
  }

  /** A vector as a field of the type takes it. */
  static Object vector(float[] vector, ElementType type) {
    if (type.isFloat()) {
      return vector;
    }
    double[] doubles = new double[vector.length];
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      doubles[i] = vector[i];
      bytes[i] = (byte) Math.clamp(Math.round(BYTE_SCALE * vector[i]), -128, 127);
    }
    return type == ElementType.F64 ? doubles : bytes;
  }
}
