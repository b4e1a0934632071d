package org.nseekfs.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

  private static final String HOME = "/home/ada";

  @Test
  void theFolderOfTheDesktopConventionIsTaken() {
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", "/caches");
    assertEquals(Path.of("/caches/nseek"), CacheFolder.find(environment, "Linux", HOME));
  }

  @Test
  void aRelativeFolderIsIgnored() {
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", "caches");
    assertEquals(Path.of("/home/ada/.cache/nseek"), CacheFolder.find(environment, "Linux", HOME));
  }

  @Test
  void macsHaveTheirOwn() {
    assertEquals(
        Path.of("/home/ada/Library/Caches/nseek"), CacheFolder.find(Map.of(), "Mac OS X", HOME));
  }
}
