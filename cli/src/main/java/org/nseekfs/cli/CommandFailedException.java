package org.nseekfs.cli;

import picocli.CommandLine;

/** A command cannot do what it was asked; the message is all that the user needs. */
final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandFailedException(String message) {
    this(message, CommandLine.ExitCode.SOFTWARE);
  }

  CommandFailedException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
