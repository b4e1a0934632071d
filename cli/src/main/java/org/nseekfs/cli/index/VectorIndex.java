package org.nseekfs.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SoftDeletesDirectoryReaderWrapper;
import org.apache.lucene.index.StandardDirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.CertifiedTopDocs;

/** An index opened for reading, and one of its fields of vectors. */
public final class VectorIndex implements Closeable {

  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final VectorField field;

  private VectorIndex(Directory directory, DirectoryReader reader, Executor executor, String field)
      throws IOException {
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader, executor);
    this.searcher.setQueryCache(null);
    this.field = VectorField.choose(FieldInfos.getMergedFieldInfos(reader), field);
  }

  /** Opens an index in memory-mapped files, to be searched by the calling thread. */
  public static VectorIndex open(Path path, String field) throws IOException {
    return open(path, field, null);
  }

  /**
   * Opens an index in memory-mapped files. Soft-deleted documents are deleted ones.
   *
   * @param field the field of vectors; null for the only one there is
   * @param executor what searches segments and parts of segments; null for the calling thread
   * @throws IOException if there is no index or no such field, or if there are several fields and
   *     none is named
   */
  public static VectorIndex open(Path path, String field, Executor executor) throws IOException {
    Directory directory = openDirectory(path);
    DirectoryReader reader = null;
    try {
      reader = openReader(directory);
      return new VectorIndex(directory, reader, executor, field);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileSuppressingExceptions(e, reader, directory);
      throw e;
    }
  }

  /** Opens the last commit of an index; its soft-deleted documents are deleted ones. */
  public static DirectoryReader openReader(Directory directory) throws IOException {
    DirectoryReader reader = DirectoryReader.open(directory);
    String softDeletes = FieldInfos.getMergedFieldInfos(reader).getSoftDeletesField();
    return softDeletes == null
        ? reader
        : new SoftDeletesDirectoryReaderWrapper(reader, softDeletes);
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
              + ": there are no segments; name the directory of a Lucene index, which"
              + " holds a file segments_N");
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
    DirectoryReader unwrapped = FilterDirectoryReader.unwrap(reader);
    return HexFormat.of()
        .formatHex(((StandardDirectoryReader) unwrapped).getSegmentInfos().getId());
  }

  /** The model that made the vectors; null if the index does not say. */
  public String modelOrNull() throws IOException {
    return IndexMetadata.modelOrNull(reader.getIndexCommit().getUserData());
  }

  /** Whether its vectors, and so those to search for, should be of unit length. */
  public boolean isOfUnitLength() throws IOException {
    return similarityFunction() == VectorSimilarityFunction.DOT_PRODUCT
            && type() != ElementType.BYTE
        || IndexMetadata.isNormalized(reader.getIndexCommit().getUserData());
  }

  /** The field's name. */
  public String field() {
    return field.name();
  }

  /** How vectors are stored, as the index says; what Lucene stores where it says nothing. */
  public ElementType type() {
    return field.type();
  }

  /** Whether a segment holds vectors of the field in our format. */
  public boolean isOurs() {
    for (LeafReaderContext leaf : reader.leaves()) {
      FieldInfo info = leaf.reader().getFieldInfos().fieldInfo(field.name());
      if (info != null && info.hasVectorValues() && new VectorField(info).isOurs()) {
        return true;
      }
    }
    return false;
  }

  /** Elements of a vector. */
  public int dimension() {
    return field.dimension();
  }

  /** How vectors are compared. */
  public VectorSimilarityFunction similarityFunction() {
    return field.similarityFunction();
  }

  /**
   * Finds the exact {@code k} nearest documents.
   *
   * @throws IllegalArgumentException if the vector is of another dimension, or refused
   */
  public CertifiedTopDocs nearest(VectorSource targets, int row, int k) throws IOException {
    return target(targets, row).query(field.name(), k, null).search(searcher);
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
              + field.name()
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

  /** The text that {@code nseek index} stored with a document; null if there is none. */
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
