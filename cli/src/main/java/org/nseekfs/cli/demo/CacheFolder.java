package org.nseekfs.cli.demo;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where programs of this user keep what they can make again. */
final class CacheFolder {

  private static final String NAME = "nseek";

  private CacheFolder() {}

  /** Our folder there; it may not exist yet. */
  public static Path find() {
    return find(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"));
  }

  static Path find(Map<String, String> environment, String system, String home) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!xdg.isEmpty() && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, NAME);
    }
    if (system.toLowerCase(Locale.ROOT).startsWith("mac")) {
      return Path.of(home, "Library", "Caches", NAME);
    }
    String local = environment.getOrDefault("LOCALAPPDATA", "");
    if (system.toLowerCase(Locale.ROOT).startsWith("windows") && !local.isEmpty()) {
      return Path.of(local, NAME, "Cache");
    }
    return Path.of(home, ".cache", NAME);
  }
}
