package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallHeapTest {

  @TempDir Path folder;

  @Test
  void longVectorsAreLearnedFromAndMergedInAHeapOf64Megabytes() throws Exception {
    String report = LargeMerge.run(folder, 17_000, 1536);
    assertTrue(report.startsWith("merged 99 MB"), report);
  }
}
