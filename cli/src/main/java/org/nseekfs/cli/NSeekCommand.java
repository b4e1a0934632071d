package org.nseekfs.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.nseekfs.cli.build.AddCommand;
import org.nseekfs.cli.build.DeleteCommand;
import org.nseekfs.cli.build.IndexCommand;
import org.nseekfs.cli.convert.ConvertCommand;
import org.nseekfs.cli.convert.RebuildCommand;
import org.nseekfs.cli.demo.DemoCommand;
import org.nseekfs.cli.index.DisposableDirectory;
import org.nseekfs.cli.inspect.CheckCommand;
import org.nseekfs.cli.inspect.StatsCommand;
import org.nseekfs.cli.inspect.VectorsCommand;
import org.nseekfs.cli.measure.RecallCommand;
import org.nseekfs.cli.output.FailureHandler;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Versions;
import org.nseekfs.cli.proof.ReplayCommand;
import org.nseekfs.cli.proof.VerifyCommand;
import org.nseekfs.cli.report.ReportCommand;
import org.nseekfs.cli.retrieval.EvalCommand;
import org.nseekfs.cli.retrieval.HybridCommand;
import org.nseekfs.cli.search.SearchCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code nseek} command. */
@Command(
    name = "nseek",
    description = "Exact vector search in Apache Lucene indexes, with vectors of 8 to 64 bits.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    footer = {
      "",
      "New here? 'nseek demo' searches 10,000 dictionary entries by text, by meaning, by both.",
      "Exit codes: 0 done, 1 failed, 2 wrong arguments; of check also 3, not readable."
    })
public final class NSeekCommand implements Callable<Integer> {

  /** The classes of its commands, in the order of its help. */
  public static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          IndexCommand.class,
          AddCommand.class,
          DeleteCommand.class,
          ConvertCommand.class,
          RebuildCommand.class,
          SearchCommand.class,
          HybridCommand.class,
          VerifyCommand.class,
          ReplayCommand.class,
          RecallCommand.class,
          ReportCommand.class,
          EvalCommand.class,
          StatsCommand.class,
          CheckCommand.class,
          VectorsCommand.class);

  /** Held, because the log manager would forget its level. */
  private static final Logger ROOT_LOGGER = Logger.getLogger("");

  @Spec private CommandSpec command;

  private NSeekCommand() {}

  /** Chooses how failures are told. */
  @Option(
      names = FailureHandler.VERBOSE,
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure, and what libraries log.")
  void verbose(boolean on) {
    command.commandLine().setExecutionExceptionHandler(new FailureHandler(on));
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    run(COMMANDS, args);
  }

  /** Runs it with other {@code commands}, and ends the process with its exit code. */
  public static void run(List<Class<?>> commands, String[] args) {
    boolean verbose = Arrays.asList(args).contains(FailureHandler.VERBOSE);
    Thread.setDefaultUncaughtExceptionHandler(new FailureHandler(verbose));
    if (!verbose) {
      // Lucene and we say once which vector kernels are in force: no news to who searches.
      ROOT_LOGGER.setLevel(Level.WARNING);
    }
    CommandLine commandLine =
        commandLine(commands)
            .setOut(Output.printer(new FileOutputStream(FileDescriptor.out)))
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    System.exit(commandLine.execute(args));
  }

  /** The command line of {@code commands}, to be run in this process. */
  public static CommandLine commandLine(List<Class<?>> commands) {
    FailureHandler failures = new FailureHandler(false);
    CommandLine commandLine = new CommandLine(new NSeekCommand());
    commands.forEach(commandLine::addSubcommand);
    commandLine.addSubcommand(HelpCommand.class).addSubcommand(GenerateCompletion.class);
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(NSeekCommand::run)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  /** Runs a command, whose errors are failures as its exceptions are. */
  private static int run(ParseResult parsed) {
    CommandLine commandLine = parsed.commandSpec().commandLine();
    removeLeftovers(commandLine.getErr());
    try {
      int exitCode = new RunLast().execute(parsed);
      commandLine.getOut().flush();
      return exitCode;
    } catch (UncheckedIOException | Error e) {
      throw new ExecutionException(commandLine, e.toString(), e);
    }
  }

  private static void removeLeftovers(PrintWriter err) {
    try {
      DisposableDirectory.removeTemporaryLeftovers(leftover -> Output.noteLeftover(err, leftover));
    } catch (IOException e) {
      err.println("nseek: warning: a killed run has left files: " + FailureHandler.describe(e));
    }
  }

  /** Without a subcommand: says what there is. */
  @Override
  public Integer call() {
    command.commandLine().usage(command.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
