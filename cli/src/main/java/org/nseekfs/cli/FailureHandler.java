package org.nseekfs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.apache.lucene.index.CorruptIndexException;
import org.nseekfs.benchmarks.data.MalformedFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one clear line on standard error and an exit code: 1 or, for usage, 2. */
final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** The option that asks for stack traces. */
  static final String VERBOSE = "--verbose";

  private final boolean verbose;

  FailureHandler(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parseResult) {
    PrintWriter err = commandLine.getErr();
    if (verbose) {
      exception.printStackTrace(err);
    }
    err.println("nseek: " + oneLine(describe(exception)));
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
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
    return CommandLine.ExitCode.USAGE;
  }

  private static String describe(Exception exception) {
    return switch (exception) {
      case UncheckedIOException unchecked -> describe(unchecked.getCause());
      case NoSuchFileException missing -> "no such file: " + missing.getFile();
      case NotDirectoryException file -> "not a directory: " + file.getFile();
      case AccessDeniedException denied -> "no permission: " + denied.getFile();
      case CorruptIndexException damaged ->
          "the index is damaged: "
              + damaged.getMessage()
              + "; nothing it holds can be relied on until 'nseek check' finds it sound";
      case FileAlreadyExistsException existing -> "exists already: " + existing.getFile();
      default -> saysItAll(exception) ? exception.getMessage() : exception.toString();
    };
  }

  /** Whether the message needs no name of a class to be understood. */
  private static boolean saysItAll(Exception exception) {
    return exception.getMessage() != null
        && (exception instanceof CommandFailedException
            || exception instanceof MalformedFileException
            || exception instanceof IllegalArgumentException
            || exception.getClass() == IOException.class);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
