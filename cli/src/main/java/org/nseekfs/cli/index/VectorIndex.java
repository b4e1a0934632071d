package org.nseekfs.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.StreamSupport;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.StandardDirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.CertifiedTopDocs;

/** An index opened for reading, and one of its fields of vectors. */
public final class VectorIndex implements Closeable {

  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final String field;
  private final FieldInfo fieldInfo;

  private VectorIndex(Directory directory, DirectoryReader reader, Executor executor, String field)
      throws IOException {
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader, executor);
    this.searcher.setQueryCache(null);
    this.field = field;
    FieldInfos fieldInfos = FieldInfos.getMergedFieldInfos(reader);
    this.fieldInfo = fieldInfos.fieldInfo(field);
    if (fieldInfo == null || !fieldInfo.hasVectorValues()) {
      throw new IOException(
          "no field \"" + field + "\" with vectors; such fields here: " + vectorFields(fieldInfos));
    }
  }

  private static List<String> vectorFields(FieldInfos fieldInfos) {
    return StreamSupport.stream(fieldInfos.spliterator(), false)
        .filter(FieldInfo::hasVectorValues)
        .map(FieldInfo::getName)
        .toList();
  }

  /** Opens an index in memory-mapped files, to be searched by the calling thread. */
  public static VectorIndex open(Path path, String field) throws IOException {
    return open(path, field, null);
  }

  /**
   * Opens an index in memory-mapped files.
   *
   * @param executor what searches segments and parts of segments; null for the calling thread
   * @throws IOException if there is no index, or no such field with vectors
   */
  public static VectorIndex open(Path path, String field, Executor executor) throws IOException {
    Directory directory = openDirectory(path);
    DirectoryReader reader = null;
    try {
      reader = DirectoryReader.open(directory);
      return new VectorIndex(directory, reader, executor, field);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileSuppressingExceptions(e, reader, directory);
      throw e;
    }
  }

  /**
   * Opens the directory of an index, memory-mapped.
   *
   * @throws IOException if it holds none
   */
  public static Directory openDirectory(Path path) throws IOException {
    if (Files.notExists(path)) {
      throw new IOException("no index in " + path + ": there is no such directory");
    }
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    if (!Files.isDirectory(path)) {
      throw new IOException("an index is a directory, and " + path + " is a file");
    }
    // FSDirectory makes a missing directory, and nothing else: reading takes no lock.
    Directory directory = new MMapDirectory(path);
    if (!DirectoryReader.indexExists(directory)) {
      directory.close();
      throw new IOException(
          "no index in "
              + path
              + ": there are no segments; name a directory that"
              + " 'nseek index' has made");
    }
    return directory;
  }

  /** The reader. */
  public DirectoryReader reader() {
    return reader;
  }

  /** The searcher. */
  public IndexSearcher searcher() {
    return searcher;
  }

  /** The id of the commit that is read, in hexadecimal. */
  public String commit() {
    return commit(reader);
  }

  /** The id of the commit that {@code reader} reads, in hexadecimal. */
  public static String commit(DirectoryReader reader) {
    return HexFormat.of().formatHex(((StandardDirectoryReader) reader).getSegmentInfos().getId());
  }

  /** The model that made the vectors; null if the index does not say. */
  public String modelOrNull() throws IOException {
    return IndexMetadata.modelOrNull(reader.getIndexCommit().getUserData());
  }

  /** Whether its vectors, and so those to search for, should be of unit length. */
  public boolean isOfUnitLength() throws IOException {
    return similarityFunction() == VectorSimilarityFunction.DOT_PRODUCT
        || IndexMetadata.isNormalized(reader.getIndexCommit().getUserData());
  }

  /** The field's name. */
  public String field() {
    return field;
  }

  /** How vectors are stored, as the index says; what Lucene stores where it says nothing. */
  public ElementType type() {
    return type(fieldInfo);
  }

  /** How the vectors of {@code fieldInfo} are stored; what Lucene stores where it says nothing. */
  public static ElementType type(FieldInfo fieldInfo) {
    String label = fieldInfo.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
    if (label != null) {
      return ElementType.fromLabel(label);
    }
    return FieldShape.isFloat(fieldInfo) ? ElementType.F32 : ElementType.BYTE;
  }

  /** Elements of a vector. */
  public int dimension() {
    return dimension(fieldInfo);
  }

  /** Elements of a vector of {@code fieldInfo}, which counts the bytes of an F64 vector. */
  public static int dimension(FieldInfo fieldInfo) {
    int dimension = fieldInfo.getVectorDimension();
    return type(fieldInfo) == ElementType.F64 ? dimension / Double.BYTES : dimension;
  }

  /** How vectors are compared. */
  public VectorSimilarityFunction similarityFunction() {
    return fieldInfo.getVectorSimilarityFunction();
  }

  /**
   * Finds the exact {@code k} nearest documents.
   *
   * @throws IllegalArgumentException if the vector is of another dimension, or refused
   */
  public CertifiedTopDocs nearest(VectorSource targets, int row, int k) throws IOException {
    return target(targets, row).query(field, k).search(searcher);
  }

  /**
   * A row as a target for the field.
   *
   * @throws IllegalArgumentException if it is of another dimension, or no vector of bytes for bytes
   */
  public TargetVector target(VectorSource targets, int row) throws IOException {
    if (targets.dimension() != dimension()) {
      throw new IllegalArgumentException(
          "queries must have the dimension of field \""
              + field
              + "\", "
              + dimension()
              + ", got "
              + targets.dimension()
              + ": use the model that made the indexed vectors");
    }
    return switch (type()) {
      case F64 -> new TargetVector(TargetVector.Element.DOUBLE, targets.doubleVector(row));
      case BYTE -> new TargetVector(TargetVector.Element.BYTE, targets.doubleVector(row));
      default -> TargetVector.of(targets.floatVector(row));
    };
  }

  /** The {@code id} stored in a document; the document's number where there is none. */
  public long id(int doc) throws IOException {
    IndexableField id = searcher.storedFields().document(doc).getField(Fields.ID);
    return id == null || id.numericValue() == null ? doc : id.numericValue().longValue();
  }

  /** The text stored in a document, or null. */
  public DocumentText textOrNull(int doc) throws IOException {
    Document document = searcher.storedFields().document(doc);
    String words = document.get(Fields.WORDS);
    return words == null
        ? null
        : new DocumentText(document.get(Fields.KEY), words, document.get(Fields.GLOSS));
  }

  @Override
  public void close() throws IOException {
    try (directory) {
      reader.close();
    }
  }
}
