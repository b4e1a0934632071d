package org.nseekfs.cli.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.proof.AuditFile;
import org.nseekfs.cli.proof.CertificateFile;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.audit.AuditRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that write down why the answer of one exact search is the answer. */
@Command
final class ProofOptions {

  private static final String CERTIFICATE = "--certificate";
  private static final String AUDIT = "--audit";

  @Option(
      names = CERTIFICATE,
      paramLabel = "FILE.json",
      description =
          "Write the certificate of a search for one vector here, over a file of that name; 'nseek"
              + " verify' checks it. With --like, of the search that finds the document itself,"
              + " too.")
  private Path certificate;

  @Option(
      names = AUDIT,
      paramLabel = "FILE.json",
      description =
          "Sum every file of the index and write an audit record of that search: certificate, commit, checksums, and how far the"
              + " vector may move before the answer changes; 'nseek replay' runs it again.")
  private Path audit;

  private Map<String, Path> files() {
    Map<String, Path> files = new TreeMap<>();
    if (certificate != null) {
      files.put(CERTIFICATE, certificate);
    }
    if (audit != null) {
      files.put(AUDIT, audit);
    }
    return files;
  }

  /**
   * Checks that searches of {@code mode} can be written down.
   *
   * @param isPlain whether they are for the k nearest of all documents
   * @throws picocli.CommandLine.ParameterException if they cannot, or not in such files
   * @throws IOException if such a file cannot be written
   */
  void require(Output output, QueryMode mode, boolean isPlain) throws IOException {
    files()
        .forEach(
            (option, file) -> {
              if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
                throw output.usage(option + " must end in .json, got " + file);
              }
              if (!mode.isExact()) {
                throw output.usage(
                    option
                        + " needs --mode exact or scan: mode "
                        + mode.label()
                        + " may miss hits and certifies nothing");
              }
              if (!isPlain) {
                throw output.usage(
                    option
                        + " is for the k nearest of all documents, without --filter or --min-raw");
              }
            });
    if (certificate != null && certificate.equals(audit)) {
      throw output.usage(CERTIFICATE + " and " + AUDIT + " must be two files, got " + audit);
    }
    for (Path file : files().values()) {
      output.requireWritable(file);
    }
  }

  /**
   * Checks that there is one vector to search for.
   *
   * @throws CommandFailedException if there are more
   */
  void requireOne(Path path, VectorFile file) {
    files()
        .forEach(
            (option, ignored) -> {
              if (file.count() != 1) {
                throw new CommandFailedException(
                    option + " takes a file of one vector, and " + path + " holds " + file.count());
              }
            });
  }

  /** Writes down what was found. */
  void write(VectorIndex index, CertificateFile.Request query, CertifiedTopDocs found)
      throws IOException {
    // First what may fail: no certificate is left of a damaged index.
    AuditFile record =
        audit == null ? null : AuditFile.of(AuditRecord.of(index.searcher(), query.ask(), found));
    if (certificate != null) {
      CertificateFile.of(index, query, found).write(certificate);
    }
    if (record != null) {
      record.write(audit);
    }
  }
}
