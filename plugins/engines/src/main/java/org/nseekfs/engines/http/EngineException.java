package org.nseekfs.engines.http;

import java.io.IOException;

/** An engine refused a request. */
public final class EngineException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;

  EngineException(EngineRequest request, int status, String answer) {
    super(request.method() + " " + request.path() + ": HTTP " + status + ": " + answer);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
