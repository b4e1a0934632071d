/**
 * Sums over stored rows in one canonical order, scalar and vectorised, with the same bits.
 *
 * <p>The canonical order of a sum over the elements i = 0, 1, ... of a target t and a row x, in
 * float (L = 32 lanes) or double (L = 16):
 *
 * <ol>
 *   <li>L lanes start at +0. Element i goes to lane i mod L, in ascending order of i, by one fused
 *       multiply-add: lane = fma(t[i], x[i], lane) for the dot product, fma(d, d, lane) with d =
 *       t[i] - x[i] rounded for the squared distance, fma(x[i], x[i], lane) for the squared norm.
 *       Lanes beyond a tail stay as they are.
 *   <li>The upper half of the lanes is added to the lower half, lane by lane, until one is left.
 *   <li>+0 is added, so that no sum is -0.
 * </ol>
 *
 * <p>The cosine is dot / (sqrt(targetNorm) * sqrt(rowNorm)) in double, from such sums, rounded to
 * float for float types. Sums over bytes are integers and exact in any order.
 *
 * <p>32 lanes of floats are 2, 4 or 8 accumulators of 512, 256 or 128 bits; 64 would spill where
 * there are 16 registers of 128 bits.
 */
package org.nseekfs.quantization.kernel;
