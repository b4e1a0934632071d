package org.nseekfs.adapter;

import java.util.Comparator;

/**
 * What tells documents of a cluster apart. With routing, shards of one index may each have a
 * document of the same id.
 */
public record HitKey(String index, int shard, String id) {

  /** Which of two hits of one score comes first: an order that no run changes. */
  public static final Comparator<HitKey> ORDER =
      Comparator.comparing(HitKey::index).thenComparing(HitKey::id).thenComparingInt(HitKey::shard);
}
