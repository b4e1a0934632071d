package org.nseekfs.cli.output;

import picocli.CommandLine;

/** A command cannot do what it was asked; the message is all that the user needs. */
public final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** A failure with exit code 1. */
  public CommandFailedException(String message) {
    this(message, CommandLine.ExitCode.SOFTWARE);
  }

  /** A failure with an exit code of its own. */
  public CommandFailedException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
