package org.nseekfs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.nseekfs.benchmarks.data.MalformedFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one clear line on standard error and an exit code: 1 or, for usage, 2. */
final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parseResult) {
    PrintWriter err = commandLine.getErr();
    if (parseResult.hasMatchedOption("--verbose") || isVerbose(parseResult)) {
      exception.printStackTrace(err);
    }
    err.println("nseek: " + oneLine(describe(exception)));
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean isVerbose(ParseResult parseResult) {
    ParseResult subcommand = parseResult.subcommand();
    return subcommand != null && subcommand.hasMatchedOption("--verbose");
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
      case FileAlreadyExistsException existing -> "exists already: " + existing.getFile();
      case CommandFailedException failed -> failed.getMessage();
      case MalformedFileException malformed -> malformed.getMessage();
      case IllegalArgumentException argument when argument.getMessage() != null ->
          argument.getMessage();
      case IOException io when io.getClass() == IOException.class && io.getMessage() != null ->
          io.getMessage();
      default -> exception.getClass().getSimpleName() + ": " + exception.getMessage();
    };
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
