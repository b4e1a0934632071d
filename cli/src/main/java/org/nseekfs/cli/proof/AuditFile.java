package org.nseekfs.cli.proof;

import java.io.IOException;
import java.nio.file.Path;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.audit.AuditRecord;

/**
 * An audit record in a file of JSON. Every double is there as a number and as bits.
 *
 * @param format {@link #FORMAT}
 */
public record AuditFile(String format, AuditRecord audit) {

  /** The name and version of the format. */
  public static final String FORMAT = "nseek audit 1";

  /** The file of a record. */
  public static AuditFile of(AuditRecord audit) {
    return new AuditFile(FORMAT, audit);
  }

  /**
   * Reads a file.
   *
   * @throws MalformedFileException naming file and fault, if it is not what {@link #write} writes
   */
  public static AuditFile read(Path path) throws IOException {
    AuditFile file = ExactJson.read(path, AuditFile.class, "audit record");
    ExactJson.requireFormat(path, FORMAT, file.format);
    try {
      file.query();
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(path, "query: " + e.getMessage());
    }
    return file;
  }

  /** The query that was asked, as far as a file can tell: without its filter. */
  public ExactVectorQuery query() {
    return audit.query(null);
  }

  /** Writes the file, over one of that name: whole or not at all. */
  public void write(Path path) throws IOException {
    ExactJson.write(path, this);
  }
}
