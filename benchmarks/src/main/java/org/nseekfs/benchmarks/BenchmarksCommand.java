package org.nseekfs.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.nseekfs.benchmarks.generate.BenchDataCommand;
import org.nseekfs.benchmarks.harness.BenchCommand;
import org.nseekfs.benchmarks.recall.BenchRecallCommand;
import org.nseekfs.benchmarks.retrieval.BenchRetrievalCommand;
import org.nseekfs.benchmarks.served.BenchEngineCommand;
import org.nseekfs.benchmarks.served.CheckEngineCommand;
import org.nseekfs.benchmarks.served.EngineDemoCommand;
import org.nseekfs.cli.NSeekCommand;
import org.nseekfs.cli.demo.DemoCommand;
import org.nseekfs.cli.inspect.CheckCommand;

/** The {@code nseek} command of a checkout, which also measures, and starts rivals and engines. */
public final class BenchmarksCommand {

  private BenchmarksCommand() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    NSeekCommand.run(commands(), args);
  }

  /** The user's commands and those of this module, in the order of the help. */
  public static List<Class<?>> commands() {
    List<Class<?>> commands = new ArrayList<>(NSeekCommand.COMMANDS);
    commands.set(commands.indexOf(DemoCommand.class), EngineDemoCommand.class);
    commands.add(commands.indexOf(CheckCommand.class) + 1, CheckEngineCommand.class);
    commands.addAll(
        List.of(
            BenchCommand.class,
            BenchDataCommand.class,
            BenchRecallCommand.class,
            BenchEngineCommand.class,
            BenchRetrievalCommand.class));
    return commands;
  }
}
