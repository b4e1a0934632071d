package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.util.Arrays;
import org.nseekfs.cli.demo.DemoCommand;
import org.nseekfs.cli.demo.Selection;
import picocli.CommandLine.Option;

/** The demonstration, which can be in a real engine. */
public final class EngineDemoCommand extends DemoCommand {

  @Option(
      names = "--engine",
      paramLabel = "NAME[:VERSION]",
      description =
          "Do it in a real engine, started with the plugin, over HTTP: opensearch, elasticsearch or"
              + " solr. It runs until Enter is typed, or standard input ends.")
  private String engine;

  @Override
  protected void demonstrate() throws IOException {
    if (engine == null) {
      super.demonstrate();
      return;
    }
    if (interactive || index != null) {
      throw output.usage("--engine excludes --interactive and INDEX");
    }
    EngineDemo demo = new EngineDemo(output, new EngineOption(output, engine), model);
    Selection selection = select();
    float[][] rows = Arrays.copyOf(embed(selection), documents);
    demo.run(selection.first(documents), rows);
  }
}
