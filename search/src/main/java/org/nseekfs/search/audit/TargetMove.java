package org.nseekfs.search.audit;

import org.nseekfs.search.verify.RawError;

/**
 * How far a target q may move before one document can catch up with another, under one similarity.
 *
 * <p>For documents i and j with raw values {@code ahead} or more and {@code behind} or less at q,
 * and every q' with |q' - q| below the distance: i is nearer to q' than j, both by exact arithmetic
 * on the stored vectors and, where q' can be a target, by the raw values that a search computes.
 * Those are off by what {@link RawError} allows, at q and at q'. Each class has its inequality and
 * the proof; all they compute is rounded towards a smaller distance.
 */
sealed interface TargetMove permits EuclideanMove, CosineMove {

  /** The distance; 0 if nothing can be said. */
  double distance(double ahead, double behind);
}
