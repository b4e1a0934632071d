package org.nseekfs.cli.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.cli.output.Output;
import org.nseekfs.search.audit.AuditReplay;
import org.nseekfs.search.verify.Discrepancy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs an audited search again. */
@Command(
    name = "replay",
    description = {
      "Run an audited search again, on any copy of the commit that was searched, and report every"
          + " difference.",
      "Sums every file of the index first: a record says nothing of damaged ones.",
      "Compares versions, segments, checksums of files, the answer and its margins, bit for bit,"
          + " and checks the certificate as 'nseek verify' does.",
      "Exit code 1 if anything differs."
    })
public final class ReplayCommand implements Callable<Integer> {

  /** What the command prints with --json. */
  record Result(
      String index,
      String audit,
      boolean reproduced,
      List<CertifiedFigure> figures,
      List<Finding> discrepancies) {}

  @Mixin private Output output;

  @Parameters(
      index = "0",
      paramLabel = "INDEX",
      description = "The directory of a copy of the index that was searched.")
  private Path index;

  @Parameters(
      index = "1",
      paramLabel = "AUDIT.json",
      description = "What 'nseek search --audit' wrote.")
  private Path path;

  @Override
  public Integer call() throws IOException {
    AuditFile file = AuditFile.read(path);
    ProofCheck check = new ProofCheck(path, index);
    List<Discrepancy> discrepancies =
        check.run(
            file.query().getField(),
            reader -> AuditReplay.replay(new IndexSearcher(reader), file.query(), file.audit()));
    List<CertifiedFigure> figures = CertifiedFigure.of(file.audit());
    if (output.isJson()) {
      output.printJson(
          new Result(
              index.toString(),
              path.toString(),
              discrepancies.isEmpty(),
              figures,
              Finding.of(discrepancies)));
    } else {
      check.print(output.out(), "reproduced", figures, discrepancies);
    }
    return discrepancies.isEmpty() ? 0 : 1;
  }
}
