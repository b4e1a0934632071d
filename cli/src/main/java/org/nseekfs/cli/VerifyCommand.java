package org.nseekfs.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.nseekfs.cli.certificate.CertificateFile;
import org.nseekfs.cli.certificate.CertifiedFigure;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.search.CertificateChecker;
import org.nseekfs.search.Discrepancy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks the certificate of a search. */
@Command(
    name = "verify",
    description = {
      "Check the certificate of a search against the index that was searched.",
      "Reads every vector again, one by one, and shares no code with the search.",
      "Exit code 1 if anything is wrong."
    })
final class VerifyCommand implements Callable<Integer> {

  /** A discrepancy; without a rank where it is not about a hit. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Finding(String kind, Integer rank, String expected, String found) {
    static Finding of(Discrepancy discrepancy) {
      return new Finding(
          discrepancy.kind().name(),
          discrepancy.rank() == Discrepancy.NO_RANK ? null : discrepancy.rank(),
          discrepancy.expected(),
          discrepancy.found());
    }
  }

  /** What the command prints with --json. */
  record Result(
      String index,
      String certificate,
      boolean verified,
      boolean sameCommit,
      List<CertifiedFigure> figures,
      List<Finding> discrepancies) {}

  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "INDEX", description = "The index that was searched.")
  private Path index;

  @Parameters(
      index = "1",
      paramLabel = "FILE.json",
      description = "What 'nseek search --certificate' wrote.")
  private Path path;

  @Override
  public Integer call() throws IOException {
    CertificateFile file = CertificateFile.read(path);
    List<Discrepancy> discrepancies;
    boolean sameCommit;
    try (Directory directory = VectorIndex.openDirectory(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      requireField(file.query().field(), reader);
      discrepancies = check(file, reader);
      sameCommit = file.commit().equals(VectorIndex.commit(reader));
    }
    if (!sameCommit) {
      output.warn(path + " was made on another commit of an index than " + index + " has now");
    }
    print(file, sameCommit, discrepancies);
    return discrepancies.isEmpty() ? 0 : 1;
  }

  private void requireField(String field, DirectoryReader reader) {
    FieldInfo fieldInfo = FieldInfos.getMergedFieldInfos(reader).fieldInfo(field);
    if (fieldInfo == null || !fieldInfo.hasVectorValues()) {
      throw new CommandFailedException(
          path + " is about field \"" + field + "\", which has no vectors in " + index);
    }
  }

  private List<Discrepancy> check(CertificateFile file, DirectoryReader reader) throws IOException {
    try {
      return CertificateChecker.check(
          new IndexSearcher(reader), file.query().ask(), file.certificate());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(path + " does not fit " + index + ": " + e.getMessage());
    }
  }

  private void print(CertificateFile file, boolean sameCommit, List<Discrepancy> discrepancies)
      throws IOException {
    boolean verified = discrepancies.isEmpty();
    if (output.isJson()) {
      output.printJson(
          new Result(
              index.toString(),
              path.toString(),
              verified,
              sameCommit,
              CertifiedFigure.of(file.certificate()),
              discrepancies.stream().map(Finding::of).toList()));
      return;
    }
    PrintWriter out = output.out();
    if (verified) {
      out.println(path + ": verified");
      out.println();
      printFigures(file);
    } else {
      discrepancies.forEach(discrepancy -> out.println("discrepancy: " + discrepancy));
      out.println(path + ": NOT verified, " + discrepancies.size() + " discrepancy(ies)");
    }
    out.flush();
  }

  private void printFigures(CertificateFile file) {
    TextTable table = new TextTable("figure", "certified", "checked");
    for (CertifiedFigure figure : CertifiedFigure.of(file.certificate())) {
      table.add(figure.figure(), figure.certified(), figure.checked());
    }
    table.print(output.out());
  }
}
