package org.nseekfs.codec.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nseekfs.codec.values.Records;
import org.nseekfs.quantization.code.QueryCode;
import org.nseekfs.quantization.kernel.bounds.BlockBounds;

/** Takes searches of a field through its codes, some together, a chunk of blocks at a time. */
public final class CodePass {

  /** Searches that go through a chunk together; each takes memory for the bounds of its rows. */
  private static final int GROUP = 32;

  private final Records blocks;
  private final int rowCount;

  private BlockBounds coarse;

  /** The scans that {@link #coarse} is for. */
  private List<CodeScan> bounded = List.of();

  /** A pass over {@code blocks}, the codes of a field with {@code rowCount} rows. */
  public CodePass(Records blocks, int rowCount) {
    this.blocks = blocks;
    this.rowCount = rowCount;
  }

  /** Searches; at least one. */
  public void run(List<CodeScan> scans) throws IOException {
    int firstBlock = scans.stream().mapToInt(CodeScan::firstBlock).min().orElseThrow();
    int endBlock = scans.stream().mapToInt(CodeScan::endBlock).max().orElseThrow();
    int mostBlocks = ChunkBounds.mostBlocks(blocks);
    int chunks = Math.max(1, Math.ceilDiv(endBlock - firstBlock, mostBlocks));
    int chunkBlocks = Math.ceilDiv(endBlock - firstBlock, chunks);
    List<ChunkBounds> bounds = new ArrayList<>();
    for (int i = 0; i < Math.min(GROUP, scans.size()); i++) {
      bounds.add(new ChunkBounds(rowCount, chunkBlocks));
    }
    try {
      for (int from = 0; from < scans.size(); from += GROUP) {
        List<CodeScan> group = scans.subList(from, Math.min(scans.size(), from + GROUP));
        for (int block = firstBlock; block < endBlock; block += chunkBlocks) {
          int first = block;
          int count = Math.min(chunkBlocks, endBlock - block);
          bounds.forEach(chunk -> chunk.moveTo(first, count));
          searchChunk(group, bounds);
        }
      }
    } catch (IllegalStateException e) {
      throw blocks.translate(e);
    }
  }

  private void searchChunk(List<CodeScan> group, List<ChunkBounds> bounds) throws IOException {
    List<CodeScan> wanting = new ArrayList<>(group.size());
    for (CodeScan scan : group) {
      if (scan.isConcerned(bounds.getFirst()) && !scan.isDone()) {
        if (scan.wantsBounds()) {
          wanting.add(scan);
        } else {
          scan.scoreUnknown(bounds.getFirst());
        }
      }
    }
    if (!wanting.isEmpty()) {
      searchBounds(wanting, bounds.subList(0, wanting.size()));
    }
  }

  private void searchBounds(List<CodeScan> scans, List<ChunkBounds> bounds) throws IOException {
    for (int i = 0; i < scans.size(); i++) {
      scans.get(i).accept(bounds.get(i));
    }
    compute(scans, bounds);
    for (int i = 0; i < scans.size(); i++) {
      long bytesRead = blocks.layout.position(bounds.get(i).acceptedBlocks());
      scans.get(i).search(bounds.get(i), bytesRead);
    }
  }

  private void compute(List<CodeScan> scans, List<ChunkBounds> bounds) throws IOException {
    if (!scans.equals(bounded)) {
      coarse = QueryCode.coarseBounds(scans.stream().map(CodeScan::query).toList());
      bounded = scans;
    }
    int first = bounds.getFirst().firstBlock();
    int count = bounds.getFirst().blocks();
    blocks.load(first, count);
    coarse.bounds(
        blocks.segment(),
        blocks.position(first),
        count,
        bounds.stream().map(ChunkBounds::accepted).toArray(long[][]::new),
        bounds.stream().map(ChunkBounds::upper).toArray(float[][]::new),
        bounds.stream().map(ChunkBounds::blockUpper).toArray(float[][]::new));
  }
}
