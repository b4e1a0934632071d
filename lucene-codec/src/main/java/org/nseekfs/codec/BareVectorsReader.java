package org.nseekfs.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.nseekfs.codec.values.RoundedVectorValues;
import org.nseekfs.quantization.ElementType;

/**
 * A segment whose vectors are without codes, for a merge that derives them anew; those of some
 * fields rounded to another type.
 */
final class BareVectorsReader extends FilterCodecReader {

  private final Map<String, ElementType> types;
  private final FieldInfos fieldInfos;

  /**
   * The vectors of {@code in}.
   *
   * @param types of the fields that are rounded, float types
   */
  BareVectorsReader(CodecReader in, Map<String, ElementType> types) {
    super(in);
    this.types = types;
    List<FieldInfo> infos = new ArrayList<>();
    for (FieldInfo info : in.getFieldInfos()) {
      ElementType type = types.get(info.name);
      infos.add(
          type == null || !info.hasVectorValues() ? info : RoundedVectorValues.info(info, type));
    }
    this.fieldInfos = new FieldInfos(infos.toArray(FieldInfo[]::new));
  }

  @Override
  public FieldInfos getFieldInfos() {
    return fieldInfos;
  }

  @Override
  public KnnVectorsReader getVectorReader() {
    KnnVectorsReader vectors = in.getVectorReader();
    return vectors == null ? null : new Vectors(vectors);
  }

  @Override
  public CacheHelper getCoreCacheHelper() {
    return null;
  }

  @Override
  public CacheHelper getReaderCacheHelper() {
    return null;
  }

  private final class Vectors extends KnnVectorsReader {
    private final KnnVectorsReader vectors;

    Vectors(KnnVectorsReader vectors) {
      this.vectors = vectors;
    }

    /** Of what is read: not of codes. */
    @Override
    public void checkIntegrity() throws IOException {
      NSeekVectorsReader.checkRows(vectors, in.getFieldInfos());
    }

    @Override
    public FloatVectorValues getFloatVectorValues(String field) throws IOException {
      ElementType type = types.get(field);
      return type == null
          ? vectors.getFloatVectorValues(field)
          : RoundedVectorValues.of(vectors, in.getFieldInfos().fieldInfo(field), type);
    }

    @Override
    public ByteVectorValues getByteVectorValues(String field) throws IOException {
      return vectors.getByteVectorValues(field);
    }

    @Override
    public void search(String field, float[] target, KnnCollector collector, AcceptDocs docs) {
      throw new UnsupportedOperationException("for merges only");
    }

    @Override
    public void search(String field, byte[] target, KnnCollector collector, AcceptDocs docs) {
      throw new UnsupportedOperationException("for merges only");
    }

    @Override
    public void close() {
      // The segment's own reader closes what it opened.
    }
  }
}
