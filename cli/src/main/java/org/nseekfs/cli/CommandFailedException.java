package org.nseekfs.cli;

/** A command cannot do what it was asked; the message is all that the user needs. */
final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
