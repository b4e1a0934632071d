package org.nseekfs.cli.proof;

import java.io.IOException;
import java.nio.file.Path;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.index.TargetVector;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.certificate.Certificate;

/**
 * A certificate and the query it answers, in a file of JSON: all that it takes to check it later.
 * Every double is there as a number and as bits.
 *
 * @param format {@link #FORMAT}
 * @param commit the id of the index commit that was searched, in hexadecimal
 */
public record CertificateFile(
    String format, String commit, Request query, Certificate certificate) {

  /** The name and version of the format. */
  public static final String FORMAT = "nseek certificate 1";

  /** What was searched for: the {@code k} nearest of all documents. */
  public record Request(String field, int k, TargetVector target) {

    /**
     * Asks it again.
     *
     * @throws IllegalArgumentException if {@code k} or the target is refused
     */
    public ExactKnnVectorQuery ask() {
      return target.query(field, k, null);
    }
  }

  /** The file of a complete search of {@code index}. */
  public static CertificateFile of(VectorIndex index, Request query, CertifiedTopDocs found) {
    return new CertificateFile(FORMAT, index.commit(), query, found.certificate().orElseThrow());
  }

  /**
   * Reads a file.
   *
   * @throws MalformedFileException naming file and fault, if it is not what {@link #write} writes
   */
  public static CertificateFile read(Path path) throws IOException {
    CertificateFile file = ExactJson.read(path, CertificateFile.class, "certificate");
    ExactJson.requireFormat(path, FORMAT, file.format);
    try {
      file.query.ask();
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(path, "query: " + e.getMessage());
    }
    return file;
  }

  /** Writes the file, over one of that name: whole or not at all. */
  public void write(Path path) throws IOException {
    ExactJson.write(path, this);
  }
}
