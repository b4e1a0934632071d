package org.nseekfs.cli.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.Output;
import org.nseekfs.search.verify.CertificateChecker;
import org.nseekfs.search.verify.Discrepancy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks the certificate of a search. */
@Command(
    name = "verify",
    description = {
      "Check the certificate of a search against the index that was searched.",
      "Sums every file of the index first: a certificate says nothing of damaged ones.",
      "Reads every vector again, one by one, and compares it by arithmetic of its own.",
      "Exit code 1 if anything is wrong."
    })
public final class VerifyCommand implements Callable<Integer> {

  /** What the command prints with --json. */
  record Result(
      String index,
      String certificate,
      boolean verified,
      boolean sameCommit,
      List<CertifiedFigure> figures,
      List<Finding> discrepancies) {}

  @Mixin private Output output;

  @Parameters(
      index = "0",
      paramLabel = "INDEX",
      description = "The directory of the index that was searched.")
  private Path index;

  @Parameters(
      index = "1",
      paramLabel = "FILE.json",
      description = "What 'nseek search --certificate' wrote.")
  private Path path;

  private record Checked(boolean sameCommit, List<Discrepancy> discrepancies) {}

  @Override
  public Integer call() throws IOException {
    CertificateFile file = CertificateFile.read(path);
    ProofCheck check = new ProofCheck(path, index);
    Checked checked = check.run(file.query().field(), reader -> check(file, reader));
    if (!checked.sameCommit) {
      output.warn(path + " was made on another commit of an index than " + index + " has now");
    }
    List<CertifiedFigure> figures = CertifiedFigure.of(file.certificate());
    if (output.isJson()) {
      output.printJson(
          new Result(
              index.toString(),
              path.toString(),
              checked.discrepancies.isEmpty(),
              checked.sameCommit,
              figures,
              Finding.of(checked.discrepancies)));
    } else {
      check.print(output.out(), "verified", figures, checked.discrepancies);
    }
    return checked.discrepancies.isEmpty() ? 0 : 1;
  }

  private static Checked check(CertificateFile file, DirectoryReader reader) throws IOException {
    return new Checked(
        file.commit().equals(VectorIndex.commit(reader)),
        CertificateChecker.check(
            new IndexSearcher(reader), file.query().ask(), file.certificate()));
  }
}
