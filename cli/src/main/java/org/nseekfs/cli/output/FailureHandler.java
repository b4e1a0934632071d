package org.nseekfs.cli.output;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.util.ThreadInterruptedException;
import org.nseekfs.cli.file.MalformedFileException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns exceptions and errors into one clear line on standard error and an exit code: 2 for usage,
 * else 1 or what the command says. Those that any thread ends with end the process: Lucene waits
 * for merges whose thread died of an error, for ever.
 */
public final class FailureHandler
    implements IExecutionExceptionHandler,
        IParameterExceptionHandler,
        Thread.UncaughtExceptionHandler {

  /** The option that asks for stack traces. */
  public static final String VERBOSE = "--verbose";

  /** Made beforehand, for there may be no memory to make it. */
  private static final String OUT_OF_MEMORY =
      "out of memory: the heap may grow to "
          + (Runtime.getRuntime().maxMemory() >> 20)
          + " MB only; give it more, as in NSEEK_JAVA_OPTS=-Xmx4g nseek ..., or where an index is"
          + " made fill less of it with --ram-buffer";

  private final boolean verbose;

  /** A handler that prints stack traces, if {@code verbose}. */
  public FailureHandler(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parseResult) {
    boolean isError = exception instanceof ExecutionException && exception.getCause() != null;
    Throwable failure = isError ? exception.getCause() : exception;
    print(failure, commandLine.getErr());
    printJson(commandLine, parseResult.originalArgs(), describe(failure));
    return exception instanceof CommandFailedException failed
        ? failed.exitCode()
        : CommandLine.ExitCode.SOFTWARE;
  }

  /** What is printed on standard output with --json. */
  record Failed(String error) {}

  private static void printJson(CommandLine commandLine, List<String> args, String message) {
    if (args.contains(Output.JSON)) {
      try {
        commandLine.getOut().println(Output.json(new Failed(oneLine(message))));
        commandLine.getOut().flush();
      } catch (IOException | UncheckedIOException e) {
        // Standard output may be what failed: standard error has told.
        return;
      }
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    try {
      print(failure, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    } finally {
      System.exit(CommandLine.ExitCode.SOFTWARE);
    }
  }

  private void print(Throwable failure, PrintWriter err) {
    if (verbose) {
      failure.printStackTrace(err);
    }
    err.println("nseek: " + oneLine(describe(failure)));
    err.flush();
  }

  @Override
  public int handleParseException(ParameterException exception, String[] args) {
    CommandLine commandLine = exception.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println("nseek: " + oneLine(exception.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(exception, err)) {
      String name = commandLine.getCommandSpec().qualifiedName();
      err.println("Try '" + name + " --help'.");
    }
    err.flush();
    printJson(commandLine, List.of(args), exception.getMessage());
    return CommandLine.ExitCode.USAGE;
  }

  /** What the user needs to know of a failure. */
  public static String describe(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return OUT_OF_MEMORY;
      }
    }
    return switch (failure) {
      case MergePolicy.MergeException merge -> describe(merge.getCause());
      case StackOverflowError overflow ->
          "stack overflow: give threads more stack, as in NSEEK_JAVA_OPTS=-Xss8m nseek ...;"
              + " --verbose shows where";
      case LinkageError missing ->
          missing + ": nseek's class files do not fit together; build it anew, with 'mvn clean'";
      case ThreadInterruptedException interrupt -> "interrupted";
      case UncheckedIOException unchecked -> describe(unchecked.getCause());
      case NoSuchFileException missing ->
          "no such file or directory: " + missing.getFile() + "; check its name";
      case NotDirectoryException file ->
          "not a directory: " + file.getFile() + "; name a directory";
      case AccessDeniedException denied ->
          "no permission: " + denied.getFile() + "; it is closed to this user";
      case FileAlreadyExistsException existing ->
          "exists already: " + existing.getFile() + "; name another place";
      case FileSystemException other -> other.getMessage();
      case CorruptIndexException damaged ->
          "the index is damaged: "
              + damaged.getMessage()
              + "; nothing it holds can be relied on until 'nseek check' finds it sound";
      case IndexFormatTooOldException old ->
          "the index is too old: " + old.getMessage() + "; make it anew";
      case IndexFormatTooNewException recent ->
          "the index is of a newer version: " + recent.getMessage() + "; use that version";
      default -> saysItAll(failure) ? failure.getMessage() : failure.toString();
    };
  }

  /** Whether the message needs no name of a class to be understood. */
  private static boolean saysItAll(Throwable failure) {
    return failure.getMessage() != null
        && (failure instanceof CommandFailedException
            || failure instanceof MalformedFileException
            || failure instanceof IllegalArgumentException
            || failure.getClass() == IOException.class);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
