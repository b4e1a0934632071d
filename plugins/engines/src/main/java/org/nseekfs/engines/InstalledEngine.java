package org.nseekfs.engines;

import java.io.IOException;
import org.nseekfs.engines.http.Dialect;
import org.nseekfs.engines.process.EngineProcess;

/** An engine on disk, with our plugin, that can be started again and again. */
public interface InstalledEngine {

  /** The engine and its version. */
  String name();

  /** How it wants to be asked. */
  Dialect dialect();

  /**
   * Starts it on loopback; what it has indexed before is there again.
   *
   * @throws IOException with what it printed, if it does not start
   */
  EngineProcess start() throws IOException;

  /** Takes our plugin out; to be called while it does not run. */
  void removePlugin() throws IOException;

  /** Puts our plugin back. */
  void restorePlugin() throws IOException;
}
